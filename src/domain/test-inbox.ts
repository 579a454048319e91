/**
 * The target of a test for accounts without an address: the account's inbox inside Postback. It is stored in place of the test's
 * address. Its scheme is one that Postback never sends by, so no caller can give it as a URL and no connection can be made to it.
 */
export const testInbox = 'postback:test-inbox'
