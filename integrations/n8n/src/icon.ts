/** The icon for light and dark backgrounds, relative to the folder of the compiled class. */
export function iconFrom(folder: 'dist/integrations/n8n/src/credentials' | 'dist/integrations/n8n/src/nodes/Postback') {
  const up = '../'.repeat(folder.split('/').length)
  return { light: `file:${up}icons/postback.svg`, dark: `file:${up}icons/postback.dark.svg` } as const
}
