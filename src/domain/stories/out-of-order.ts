/**
 * The same steps as if the later half had overtaken the earlier: 3 1 2; 3 1 4 2; 5 1 6 2 7 3 4. Always the same for the same
 * number, so that what a receiver made of it can be seen again; and the end of a story comes before its beginning is over.
 */
export function outOfOrder<Item>(items: readonly Item[]): readonly Item[] {
  const half = Math.ceil(items.length / 2)
  const [earlier, later] = [items.slice(0, half), items.slice(half)]
  return earlier.flatMap((item, i) => (i < later.length ? [later[i] as Item, item] : [item]))
}
