/**
 * A predicate over `/`-separated paths: `*` and `?` stay inside a folder, `**` crosses folders, `[ab]` and `{a,b}` choose.
 * A pattern without `/` is matched against the last part of the path.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const expression = new RegExp(`^${globSource(pattern)}$`);
  const wholePath = pattern.includes('/') || pattern.includes('**');
  return (path) => expression.test(wholePath ? path : path.slice(path.lastIndexOf('/') + 1));
}

function globSource(pattern: string): string {
  const tokens = pattern.match(/\*\*\/?|[*?{},]|\[[^\]]+\]|[^*?{},[]+|\[/g) ?? [];
  let depth = 0;
  return tokens
    .map((token) => {
      if (token.startsWith('**')) return token.endsWith('/') ? '(?:.*/)?' : '.*';
      if (token === '*') return '[^/]*';
      if (token === '?') return '[^/]';
      if (token === '{') {
        depth++;
        return '(?:';
      }
      if (token === '}' && depth > 0) {
        depth--;
        return ')';
      }
      if (token === ',' && depth > 0) return '|';
      if (token.startsWith('[') && token.length > 2) return token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
      return token.replace(/[.+^$()|[\]\\{}]/g, '\\$&');
    })
    .join('')
    .concat(')'.repeat(depth));
}
