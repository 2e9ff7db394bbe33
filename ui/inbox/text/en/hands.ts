/**
 * Every word, in English, about what hands do: keys, everything by name, saved replies, labels, undoing a
 * reply, how things look, contacts and how long they are kept. Part of `en.ts`, kept apart only because
 * of its length.
 */
import type { Conflict, Unfit } from '../../state/key-choice';
import type { TextSize } from '../../state/prefs.svelte';
import type { FieldName } from '../../state/saved-replies.svelte';

const many = (n: number, one: string, more: string) =>
  `${n.toLocaleString('en-GB')} ${n === 1 ? one : more}`;

/** Joins `actions`. */
export const handsActions = {
  history: 'Go to Chat History',
  reports: 'Go to Reports',
  undo: 'Undo sending',
};

/** Joins `settings.sections`. */
export const handsSections = {
  labels: 'Labels',
  savedReplies: 'Saved replies',
  appearance: 'Appearance',
  keyboard: 'Keyboard',
};

export const hands = {
  keyNames: {
    enter: '↵',
    escape: 'Esc',
    shift: 'Shift',
    control: 'Ctrl',
    command: '⌘',
    alt: 'Alt',
    space: 'Space',
  },
  undoSend: {
    leaves: (seconds: number) => `Sending in ${seconds} s`,
    undo: 'Undo',
    told: (seconds: number, keys: string) =>
      `Sending in ${many(seconds, 'second', 'seconds')}. ${keys} takes it back.`,
    undone: 'Taken back. It was not sent.',
    notSent: (name: string) => `Your reply to ${name} was not sent.`,
    show: 'Show',
  },
  keyboard: {
    lead: 'Press Change, then the keys you want. What you choose counts on this computer.',
    singleHint: 'Keys that work without Ctrl while you are not writing.',
    change: 'Change',
    changeIt: (action: string) => `Change the keys of ${action}`,
    changeKeys: 'Change the keys…',
    off: 'Switch off',
    offIt: (action: string) => `Switch off the keys of ${action}`,
    reset: (keys: string) => (keys ? `Back to ${keys}` : 'Back to none'),
    resetIt: (action: string) => `Back to the usual keys of ${action}`,
    resetAll: 'All usual keys',
    none: 'none',
    fixed: 'stays as it is',
    press: (action: string) => `New keys for ${action}`,
    pressNow: 'Press the keys…',
    hint: 'One key, two one after the other, or one with Ctrl. Esc leaves it as it is.',
    more: 'Enter takes it. Or press a second key.',
    enter: 'Enter takes it.',
    use: 'Use',
    swap: 'Swap',
    takeIt: 'Take it',
    swapSays: (other: string, keys: string) => `Swap: ${other} gets ${keys}.`,
    takeSays: (other: string) => `Take it: ${other} then has none.`,
    unfit: {
      alt: 'Alt opens the system’s menus. Choose another.',
      moves: 'That key moves or writes. Choose another.',
      system: 'The system or the window needs that key. Choose another.',
      edits: 'That copies, pastes or undoes. Choose another.',
      long: 'At most two keys, one after the other, without Ctrl.',
    } satisfies Record<Unfit, string>,
    conflict: {
      same: (others: string) => `That is ${others}.`,
      within: (others: string) => `Its first key alone is ${others}.`,
      begins: (others: string) => `Other keys begin with it: ${others}.`,
    } satisfies Record<Conflict['kind'], (others: string) => string>,
    setNow: (action: string) => `New keys for ${action}.`,
    offNow: (action: string) => `${action} has no keys.`,
    usualNow: (action: string) => `${action} has its usual keys again.`,
    usualTaken: (other: string) => `${other} has these keys now. Change those first.`,
    allUsual: 'All actions have their usual keys again.',
    undo: 'Undo',
  },
  everything: {
    placeholder: 'Type an action, a name, a label…',
    recent: 'Recent',
    assign: 'Assign to',
    to: (name: string) => `Assign to ${name}`,
    labels: 'Labels',
    label: (name: string) => `Add the label ${name}`,
    unlabel: (name: string) => `Remove the label ${name}`,
    replies: 'Saved replies',
    settings: 'Settings',
    found: 'Found',
    suggest: 'suggestion',
  },
  find: 'Find anything with',
  replies: {
    title: 'Saved replies',
    composer: (name: string) => `Reply to ${name}…   / for saved replies`,
    lead: 'Words you send often. Type / in a reply and choose one.',
    leadMember:
      'Words you send often. Type / in a reply and choose one. Yours are seen only by you.',
    add: 'New saved reply',
    newTitle: 'New saved reply',
    none: 'No saved replies yet',
    noneHint: 'Write what you answer again and again, once.',
    noneYet: 'No saved replies yet. Write them in Settings, or save what you have written here.',
    search: 'Search saved replies',
    nothing: (words: string) => `Nothing with “${words}”`,
    saveAs: 'Save as reply…',
    name: 'Title',
    nameHint: 'What you look for after the /.',
    titleNeeded: 'Type a title first.',
    text: 'Text',
    textNeeded: 'Type the words first.',
    personal: 'only mine',
    shared: 'For everybody',
    sharedHint: 'Without it only you see it.',
    readOnly: 'Owners and admins change what everybody has.',
    fields: 'These are filled in when you use it:',
    fieldNames: {
      name: 'the visitor’s name',
      first_name: 'the first name',
      email: 'the visitor’s e-mail',
      me: 'your name',
      workspace: 'the workspace',
      number: 'the conversation’s number',
    } satisfies Record<FieldName, string>,
    preview: 'How it reads',
    example: {
      reads: 'To Marta Lindqvist:',
      name: 'Marta Lindqvist',
      firstName: 'Marta',
      email: 'marta@example.com',
    },
    anonymousReads: 'To somebody without a name:',
    saved: (title: string) => `“${title}” is saved.`,
    delete: 'Delete…',
    deleteIt: (title: string) => `Delete ${title}`,
    deleteTitle: 'Delete this saved reply?',
    deleteShared: (title: string) => `Nobody finds “${title}” any more. What was sent stays.`,
    deleteOwn: (title: string) => `You do not find “${title}” any more. What was sent stays.`,
    deleteGo: 'Delete',
    deleted: (title: string) => `“${title}” is deleted.`,
  },
  labels: {
    lead: 'Coloured tags for conversations. A conversation may have several.',
    add: 'New label',
    newTitle: 'New label',
    none: 'No labels yet',
    noneHint: 'Labels sort conversations: refund, bug, important.',
    name: 'Name',
    color: 'Colour',
    ownColor: 'Your own',
    pickColor: 'Pick a colour',
    colorHint: 'Like #2f7fd1. It is a dot beside the name, so any colour can be read.',
    colorBad: 'A colour looks like #2f7fd1.',
    colors: {
      blue: 'Blue',
      orange: 'Orange',
      green: 'Green',
      pink: 'Pink',
      red: 'Red',
      violet: 'Violet',
      olive: 'Olive',
    },
    looks: 'How it looks, light and dark',
    saved: (name: string) => `${name} is saved.`,
    merge: 'Merge…',
    mergeIt: (name: string) => `Merge ${name} into another label`,
    mergeTitle: (name: string) => `Merge ${name} into another label?`,
    into: 'Into',
    choose: 'Choose a label',
    mergeAll: (name: string, into: string) =>
      `Every conversation with ${name} gets ${into} instead. ${name} is gone then.`,
    mergeCount: (n: number, name: string, into: string) =>
      n === 0
        ? `No conversation has ${name}. It is gone then, and ${into} stays.`
        : `${many(n, 'conversation', 'conversations')} with ${name} ${n === 1 ? 'gets' : 'get'} ${into} instead. ${name} is gone then.`,
    mergeRules: (name: string) => `Handoff rules that add ${name} follow. This cannot be undone.`,
    mergeGo: 'Merge',
    merged: (name: string, into: string) => `${name} is ${into} now.`,
    remove: 'Delete…',
    removeTitle: (name: string) => `Delete ${name}?`,
    removeAll: 'Every conversation that has it loses it. The conversations stay.',
    removeCount: (n: number) =>
      n === 0
        ? 'No conversation has it.'
        : `${many(n, 'conversation loses', 'conversations lose')} it. The conversations stay.`,
    removeHint: 'To keep them together under another label, merge it instead.',
    removeGo: 'Delete',
    removed: (name: string) => `${name} is deleted.`,
    mayNotMake: 'Nothing by that name. Owners and admins make new labels.',
  },
  appearance: {
    look: 'Look',
    systemTheme: 'Light or dark as your system is.',
    size: 'Size of the text',
    sizes: { normal: 'Normal', large: 'Large' } satisfies Record<TextSize, string>,
    motion: 'Movement follows your system: where it is reduced there, nothing moves here.',
    language: 'Language',
    languageHint: 'The window is loaded again. What you have begun to write stays.',
    systemLanguage: (language: string) => `As the system: ${language}`,
    composer: 'Replies',
    undo: 'Time to undo a reply',
    undoHint: 'A reply leaves only after it. Until then it can be taken back.',
    undoOff: 'None: send at once',
    seconds: (n: number) => many(n, 'second', 'seconds'),
  },
  retention: {
    workspace: 'Name of the workspace',
    workspaceHint: 'Visitors and colleagues read it.',
    title: 'How long conversations are kept',
    lead: 'Everything is kept unless you say otherwise here.',
    on: 'Delete closed conversations',
    days: 'Days after they were closed',
    daysHint:
      'Messages, comments, files and what is known of the visitor go. A conversation that is reopened starts anew.',
    saveSooner: 'Save…',
    sureTitle: (days: number) => `Delete closed conversations after ${many(days, 'day', 'days')}?`,
    sure: (days: number) =>
      `Whatever was closed more than ${many(days, 'day', 'days')} ago is deleted within the hour, here and on every desktop. After that it happens by itself, every day.`,
    sureStays: 'It cannot be brought back, except from a backup. Open conversations stay.',
    type: (workspace: string) => `Type ${workspace} to confirm`,
    go: 'Delete from now on',
    onNow: (days: number) => `Closed conversations are deleted after ${many(days, 'day', 'days')}.`,
    offNow: 'Nothing is deleted by itself any more.',
  },
  contact: {
    badPhone: 'That is not a phone number.',
    erase: 'Erase this contact…',
    eraseHint: 'When a visitor asks for it.',
    eraseTitle: (name: string) => `Erase ${name}?`,
    goes: 'What goes, here and on every desktop: name, e-mail and phone, everything they and your team wrote in all their conversations, comments, files and analyses.',
    stays:
      'What stays: that there were conversations, when, who answered them, and that you have erased them.',
    final: 'It cannot be brought back.',
    word: 'erase',
    type: (word: string) => `Type “${word}” to confirm`,
    go: 'Erase',
    erased: (conversations: number) =>
      conversations === 1
        ? 'Erased. Their conversation holds nothing of them any more.'
        : `Erased. Their ${conversations.toLocaleString('en-GB')} conversations hold nothing of them any more.`,
    gone: 'Erased',
  },
  rating: {
    title: 'Rating',
    stars: (stars: number) => `${stars} of 5 stars`,
    rated: (stars: number) => `rated the conversation: ${stars} of 5 stars`,
    said: (words: string) => `“${words}”`,
  },
};
