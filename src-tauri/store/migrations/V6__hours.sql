-- Settings and widgets of before say what they are unless the owner says otherwise.
UPDATE settings_objects
    SET data = substr(data, 1, length(data) - 1)
        || ',"hours":null,"holidays":[],"analysis_ai_agent":null}'
    WHERE kind = 'settings';
UPDATE settings_objects
    SET data = substr(data, 1, length(data) - 1) || ',"color":null,"theme":"auto","side":"right"}'
    WHERE kind = 'widget';
