/**
 * Where a test goes for whoever has no address yet: an inbox of the account, inside Postback. It stands where the address of a
 * test stands, and is none: its scheme is not one that we send by, so nobody can give it as a URL, and nothing can dial it.
 */
export const testInbox = 'postback:test-inbox'
