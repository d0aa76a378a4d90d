/**
 * The licences of each package, by the names of the folders that its documents lie in.
 * @param {string} text @returns {Map<string, string[]>}
 */
export function parseLicences(text) {
  const licences = new Map();
  let named = [];
  for (const line of text.split('\n')) {
    const head = /^([^/\s]+): *(.*)$/.exec(line);
    if (head) named = head[2].split(' ').filter(Boolean);
    const folder = /^texmf-dist\/doc\/[^/]+\/([^/]+)\//.exec(line)?.[1];
    // A folder of two packages has the licences of both.
    if (folder)
      licences.set(folder, [
        ...new Set([...(licences.get(folder) ?? []), ...(named.length > 0 ? named : ['unknown'])]),
      ]);
  }
  return licences;
}
