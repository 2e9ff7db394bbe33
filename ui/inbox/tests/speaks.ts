/** The system of every test speaks British English, whatever the machine's own is. */
Object.defineProperty(globalThis.navigator, 'languages', { value: ['en-GB'], configurable: true });
