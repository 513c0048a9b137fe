/** The documents of a cursor in their order, in batches of `size`; the last batch may be smaller. */
export async function* batches<Document>(
  cursor: AsyncIterable<Document>,
  size: number,
): AsyncGenerator<Document[]> {
  let batch: Document[] = [];
  for await (const document of cursor) {
    batch.push(document);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
