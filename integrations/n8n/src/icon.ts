/** The mark on light and on dark ground, seen from the folder that a class is compiled to. */
export const icon = {
  light: 'file:../../../../../icons/postback.svg',
  dark: 'file:../../../../../icons/postback.dark.svg',
} as const
