/**
 * Every English word the visitor can see. Guarantees: no other file of the widget holds user-facing text, so a language is one
 * file of this shape. Leaves out: what the hub sends (greeting, waiting text, "Ana joined"); those belong to the workspace.
 */

/** Words of the launcher, kept apart so that the loader carries nothing else. */
export const launcherText = {
  open: 'Open chat',
  close: 'Close chat',
  unread: (count: number) => `${count} unread ${count === 1 ? 'message' : 'messages'}`,
  frame: 'Chat',
  connecting: 'Connecting to the chat…',
} as const;

export const panelText = {
  title: 'Chat',
  close: 'Close chat',
  ai: 'AI',
  aiLong: 'AI assistant',
  you: 'You',
  team: 'The team',
  conversation: 'Conversation',
  typing: (name: string) => `${name} is typing`,
  earlier: 'Show earlier messages',
  newMessages: 'New messages',
  newest: 'Go to the newest message',
  today: 'Today',
  yesterday: 'Yesterday',
  sources: 'Sources',
  opensTab: 'opens in a new tab',

  /** Under the name in the header. */
  answersAi: 'Answers right away',
  answersPerson: 'Answering you',
  waitingForPerson: 'Waiting for a person',

  talkToPerson: 'Talk to a person',
  personAsked: 'A person has been asked for',
  askRefused: 'That did not work. Please try again, or write a message.',
  personHere: (name: string) => `You are talking with ${name}`,

  waitingTitle: 'A person will join you here',
  waitingUnknown: 'You can keep writing in the meantime.',
  waitingAway: 'Nobody is at the desk right now. Your messages are kept.',
  closedTitle: 'Our team is away right now',
  closedUnknown: 'Your messages are kept, and answered here.',
  backToday: (time: string) => `Back today at ${time}, your time`,
  backTomorrow: (time: string) => `Back tomorrow at ${time}, your time`,
  backOn: (day: string, time: string) => `Back on ${day} at ${time}, your time`,
  underMinute: 'Usually under a minute',
  aboutMinutes: (n: number) => `Usually about ${n} ${n === 1 ? 'minute' : 'minutes'}`,
  aboutHours: (n: number) => `Usually about ${n} ${n === 1 ? 'hour' : 'hours'}`,

  compose: 'Write a message',
  composeHint: 'Enter sends, Shift and Enter starts a new line.',
  send: 'Send message',
  left: (n: string) => `${n} characters left`,
  tooLong: (over: string, limit: string) =>
    `${over} characters too many. A message can have ${limit}.`,
  outboxFull: 'Too many messages are waiting to be sent. Please wait for the connection.',
  sending: 'Sending…',
  kept: 'Kept, will be sent',
  notSent: 'Not sent.',
  retry: 'Try again',
  discard: 'Discard',
  refusedText: 'The message was not accepted.',
  refusedLong: 'The message is too long.',
  refusedIdentity: 'This page could not confirm who you are.',
  refusedGone: 'This chat is not available.',

  attach: 'Add files',
  attachHint: 'Up to 20 MB each; you can also paste or drop them here.',
  dropHere: 'Drop the files here',
  files: 'Files to send',
  removeFile: (name: string) => `Remove ${name}`,
  saveFile: 'Save',
  fileSending: (percent: number) => `${percent} %`,
  filesOnTheWay: 'The files are still on their way.',
  fileTooLarge: 'This file is larger than 20 MB.',
  fileEmpty: 'This file is empty.',
  tooManyFiles: (most: number) => `A message takes ${most} files.`,
  fileFailed: 'The connection broke off.',
  fileSlowDown: 'That were many files. Please wait a little.',
  fileRefused: 'This file was not accepted.',
  fileCutOff: 'The page was closed before it was uploaded. Please add it again.',
  refusedFiles: 'A file is no longer there. Please add it again.',

  closed: 'This conversation is closed. Write to open it again.',
  reconnecting: 'Reconnecting… your messages are kept',
  unavailableTitle: 'This chat is not available',
  unavailable: 'The address of this chat is unknown or no longer in use.',

  contactTitle: 'Where can we reach you?',
  contactWhy: 'If you have to leave, the team can still write to you.',
  contactWhyAway: 'Then the team can write to you when it is back.',
  contactName: 'Name',
  contactEmail: 'E-mail',
  contactSave: 'Save',
  contactSaving: 'Saving…',
  contactLater: 'Not now',
  contactBad: 'Please enter an e-mail address like name@example.com.',
  contactFailed: 'This could not be saved. Please try again.',
  contactSaved: (email: string) => `Thank you. The team can reach you at ${email}.`,
} as const;
