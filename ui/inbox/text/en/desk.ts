/**
 * Every word, in English, about this computer and its person: notifications and their test, the first
 * steps, my profile and devices. Part of `en`.
 */
export const desk = {
  notifications: {
    what: 'What you are told',
    whatLead: 'On this computer only. The list and the tray show everything anyway.',
    kinds: {
      unassigned: {
        name: 'Somebody waits in Unassigned',
        hint: 'Every available member is told at once.',
      },
      assigned: {
        name: 'A conversation is assigned to me',
        hint: 'By a colleague or by a handoff rule.',
      },
      messages: {
        name: 'A visitor writes to me',
        hint: 'In a conversation of mine that is not in front of me.',
      },
      mentions: { name: 'A colleague mentions me', hint: 'With @ and my name, in a comment.' },
      reminders: {
        name: 'I have not answered',
        hint: 'When a visitor has waited for me too long.',
      },
    },
    loudness: { off: 'Not shown', shown: 'Shown', heard: 'Shown with sound' },
    sound: 'Sound',
    soundOn: 'Play sounds',
    soundHint: 'Off: nothing is heard, whatever is chosen above.',
    repeat: 'Ring again with sound',
    repeatHint: 'While nobody has claimed a conversation in Unassigned it is announced again.',
    privacy: 'What a notification tells',
    privacyLead: 'For screens that others can see.',
    privacies: {
      full: { name: 'Everything', hint: 'Name, reason and the visitor’s last words.' },
      reason: { name: 'Name and reason', hint: 'Nothing that was written.' },
      waiting: { name: 'Only that somebody waits', hint: 'No name, no reason, no words.' },
    },
    preview: 'Preview',
    sample: {
      name: 'Marta',
      reason: 'Asked for a person',
      words: 'Can I talk to a person, please?',
    },
    sampleNobody: 'A conversation is waiting',
    claim: 'Assign to me',
    open: 'Open',
    grouping: 'Several at once',
    together: 'One notification for all',
    togetherHint: 'It counts them and is updated in place.',
    never: 'Never: one each',
    from: (n: number) => `From ${n} waiting on`,
    quiet: 'Quiet hours',
    quietOn: 'Keep quiet at certain hours',
    quietHint:
      'Nothing is shown or heard. What waits is counted, and told as one notification when they end.',
    begin: 'From',
    end: 'To',
    nextDay: 'on the next day',
    allDay: 'the whole day',
    days: 'On the nights or days that begin on',
    oneDay: 'Choose at least one day.',
    badTime: 'A time is like 22:00.',
    zone: (zone: string) => `By the clock of this computer (${zone}).`,
  },
  trial: {
    title: 'Test notifications',
    lead: 'Shows two notifications, step by step. Nothing is assigned.',
    start: 'Start the test',
    again: 'Test again',
    running: 'The test runs…',
    steps: {
      found: 'This computer can show notifications',
      shown: 'A notification is shown',
      clicked: 'You click it',
      pressed: 'You press “Assign to me” on the next one',
    },
    states: {
      later: 'not yet',
      now: 'now',
      worked: 'works',
      failed: 'does not work',
      left: 'not tried',
    },
    asking: 'Asking the system…',
    showing: 'Asking for a notification…',
    clickNow: (seconds: number) =>
      `Click the notification “Baton’s test” within ${seconds} seconds.`,
    pressNow: (seconds: number) => `Press its button “Assign to me” within ${seconds} seconds.`,
    service: (name: string, version: string) => (version ? `${name} ${version}` : name),
    can: { actions: 'buttons', body: 'text', sound: 'sound' },
    canNot: { actions: 'no buttons', body: 'no text', sound: 'no sound of its own' },
    id: (id: number) => `Number ${id}`,
    all: 'Everything works.',
    heldBack:
      'Your system holds notifications back (“do not disturb”). Switch that off to see them.',
    inQuiet: 'It is in your quiet hours now: real notifications are not shown until they end.',
    fails: {
      no_bus: 'Baton cannot reach this session’s message bus (D-Bus).',
      no_service: 'Nothing on this desktop shows notifications.',
      no_answer: 'The notification service does not answer.',
      refused: 'The system has refused to show it.',
      no_actions: 'This service knows no buttons and tells nothing of clicks.',
      closed: 'It was closed without that.',
      too_late: 'Nothing came in time.',
    },
    todo: {
      no_bus:
        'Start Baton from your desktop’s menu, not from another session. Until then Baton shows alerts in its own window.',
      no_service:
        'Install one: GNOME and KDE bring theirs, elsewhere “dunst” or “mako”. Until then Baton shows alerts in its own window.',
      no_answer: 'Sign out of this computer and in again, then test again.',
      no_actions:
        'You see who waits, but claim in the window or from the tray. GNOME, KDE and dunst have buttons.',
      closed: 'Test again and click the notification itself.',
    },
    allow: {
      linux:
        'Switch notifications for Baton on in the system’s settings, and “do not disturb” off. It may lie in the list of notifications.',
      mac: 'System Settings, Notifications, Baton: allow them, style “Alerts”. And no Focus may be on.',
      windows: 'Settings, System, Notifications: switch Baton on, and “do not disturb” off.',
    },
  },
  profile: {
    availability: 'Availability',
    available: 'Available',
    availableHint: 'You are told when somebody needs a person.',
    away: 'You get no alerts about new conversations. Yours stay yours.',
    others: 'Sign out all others',
    othersTitle: 'Sign out all other devices?',
    othersLead: (n: number) =>
      n === 1
        ? 'One other device is signed out at once and loses its copy. This one stays.'
        : `${n} other devices are signed out at once and lose their copies. This one stays.`,
    othersGo: 'Sign out',
    othersDone: 'Your other devices are signed out.',
  },
  steps: {
    title: 'First steps',
    lead: 'Five minutes, and Baton is yours.',
    leadMember: 'Get to know Baton.',
    done: 'done',
    count: (done: number, all: number) => `${done} of ${all} done`,
    hide: 'Hide',
    hidden: 'You find them again in Settings, First steps.',
    allDone: 'All done. Baton is yours.',
    visitor: {
      name: 'Try as a visitor',
      hint: 'Chat with your AI agent, then write “Can I talk to a person?”. It lands here.',
      go: 'Open the demo page',
    },
    notification: {
      name: 'Send yourself a notification',
      hint: 'A short test says whether this computer can alert you.',
      go: 'Test notifications',
    },
    widget: {
      name: 'Put the widget on your page',
      hint: 'One line to copy. Done when a visitor writes from your page.',
      go: 'Copy the line',
    },
    colleague: {
      name: 'Add a colleague',
      hint: 'An invitation is a link, good for seven days.',
      hintAlone: 'First the workspace moves to a hub that all of you can reach.',
      go: 'Invite',
      goAlone: 'Move to a hub',
    },
    teach: {
      name: (agent: string) => `Teach ${agent}`,
      hint: 'Write the answers to what your visitors ask most, or import your pages.',
      go: 'Write an article',
    },
  },
};
