//! A small reader of the hub's OpenAPI document: which calls it names, and whether a value has the
//! shape that a schema says. Knows the words that document uses, and fails on any other.

use serde_json::{Map, Value};

/// Words of a schema that say nothing about the shape.
const REMARKS: [&str; 5] = ["description", "title", "examples", "default", "$comment"];

/// The parsed document.
pub struct Document(Value);

impl Document {
    /// From its text.
    pub fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("the document is JSON"))
    }

    /// The document itself.
    pub fn json(&self) -> &Value {
        &self.0
    }

    /// Every call: method in capitals and path, sorted.
    pub fn calls(&self) -> Vec<(String, String)> {
        let mut calls = Vec::new();
        for (path, item) in self.0["paths"].as_object().expect("paths") {
            let methods = item.as_object().expect("a path item").keys();
            let methods = methods.filter(|name| name.as_str() != "parameters");
            calls.extend(methods.map(|method| (method.to_uppercase(), path.clone())));
        }
        calls.sort();
        calls
    }

    /// The names of all schemas.
    pub fn schemas(&self) -> Vec<&String> {
        self.0["components"]["schemas"].as_object().expect("schemas").keys().collect()
    }

    /// The schema of an answer's JSON body.
    pub fn answer(&self, method: &str, path: &str, status: u16) -> &Value {
        let call = &self.0["paths"][path][method.to_lowercase()];
        let answer = self.resolved(&call["responses"][status.to_string()]);
        let content = answer["content"].as_object().and_then(|content| content.values().next());
        &content.unwrap_or_else(|| panic!("{method} {path} {status} has no body"))["schema"]
    }

    /// What is wrong with `value` as one of `schema`; empty when nothing is.
    pub fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.compare(schema, value, "$", &mut faults);
        faults
    }

    /// Follows a `$ref`.
    pub fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(name) => {
                let pointer = name.strip_prefix('#').expect("a reference within the document");
                let found = self.0.pointer(pointer);
                self.resolved(found.unwrap_or_else(|| panic!("{name} leads nowhere")))
            }
            None => schema,
        }
    }

    fn compare(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let schema = self.resolved(schema).as_object().unwrap_or_else(|| panic!("{at}: no schema"));
        for (word, said) in schema {
            match word.as_str() {
                "type" => check_type(said, value, at, faults),
                "enum" => {
                    if !said.as_array().expect("enum").contains(value) {
                        faults.push(format!("{at}: {value} is not one of {said}"));
                    }
                }
                "pattern" | "format" | "minimum" | "maximum" | "minLength" | "maxLength"
                | "minItems" | "maxItems" => {}
                "required" => check_required(said, value, at, faults),
                "properties" => self.compare_properties(schema, value, at, faults),
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.compare(said, item, &format!("{at}[{index}]"), faults);
                    }
                }
                "anyOf" | "oneOf" => {
                    let choices = said.as_array().expect("choices");
                    if choices.iter().all(|choice| !self.faults(choice, value).is_empty()) {
                        faults.push(format!("{at}: {value} fits none of the choices"));
                    }
                }
                "allOf" => {
                    for part in said.as_array().expect("parts") {
                        self.compare(part, value, at, faults);
                    }
                }
                "additionalProperties" => {}
                remark if REMARKS.contains(&remark) => {}
                other => panic!("{at}: the checker does not know {other:?}"),
            }
        }
    }

    fn compare_properties(
        &self,
        schema: &Map<String, Value>,
        value: &Value,
        at: &str,
        faults: &mut Vec<String>,
    ) {
        let known = schema["properties"].as_object().expect("properties");
        for (name, field) in value.as_object().into_iter().flatten() {
            match known.get(name) {
                Some(schema) => self.compare(schema, field, &format!("{at}.{name}"), faults),
                None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                    faults.push(format!("{at}.{name} is not in the document"));
                }
                None => {}
            }
        }
    }
}

fn check_type(said: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let fits = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{at}: no type is called {other:?}"),
    };
    let fitting = match said {
        Value::String(name) => fits(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(fits),
        _ => panic!("{at}: a type is a name or names"),
    };
    if !fitting {
        faults.push(format!("{at}: {value} is not {said}"));
    }
}

fn check_required(said: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let Some(object) = value.as_object() else { return };
    for name in said.as_array().expect("required").iter().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            faults.push(format!("{at}.{name} is missing"));
        }
    }
}
