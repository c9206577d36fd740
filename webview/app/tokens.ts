export interface Token { readonly text: string; readonly kind: 'key' | 'operator' | 'value' | 'read' | 'write' | 'plain' }

const TERM = /^(-?[a-z]+)(>=|<=|!=|:|=|>|<)(.*)$/;

/** Splits filter text for colouring; joining all texts gives the input again. */
export function tokenize(text: string): readonly Token[] {
  return text.split(/(\s+)/).filter(word => word !== '').flatMap(word => {
    const match = TERM.exec(word);
    if (!match) return [{ text: word, kind: 'plain' as const }];
    const [, name = '', operator = '', value = ''] = match;
    return [{ text: name, kind: 'key' as const }, { text: operator, kind: 'operator' as const }, { text: value, kind: valueKind(name, value) }]
      .filter(token => token.text !== '');
  });
}

function valueKind(name: string, value: string): Token['kind'] {
  if (!name.endsWith('kind')) return 'value';
  return 'read'.startsWith(value) ? 'read' : 'write'.startsWith(value) ? 'write' : 'value';
}
