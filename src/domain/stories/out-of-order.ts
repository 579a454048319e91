/**
 * The same steps, with the later half overtaking the earlier: 3 1 2; 3 1 4 2; 5 1 6 2 7 3 4. The order depends on the number of
 * steps alone, so a receiver's behaviour can be reproduced. The last step comes before the first half is complete.
 */
export function outOfOrder<Item>(items: readonly Item[]): readonly Item[] {
  const half = Math.ceil(items.length / 2)
  const [earlier, later] = [items.slice(0, half), items.slice(half)]
  return earlier.flatMap((item, i) => (i < later.length ? [later[i] as Item, item] : [item]))
}
