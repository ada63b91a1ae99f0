// A caption as it was typed: paragraphs between blank lines, lists of lines that begin with a dash. Nothing else is
// markup, so that whatever stands there is shown as it stands.

export type TextBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] };

const bullet = /^\s*[-•–]\s+/;

export function textBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let begun = false;
  for (const line of text.split(/\r?\n/)) {
    const last = blocks.at(-1);
    if (line.trim() === '') begun = false;
    else if (bullet.test(line)) {
      const item = line.replace(bullet, '').trim();
      if (begun && last?.kind === 'list')
        blocks[blocks.length - 1] = { ...last, items: [...last.items, item] };
      else blocks.push({ kind: 'list', items: [item] });
      begun = true;
    } else if (begun && last?.kind === 'paragraph') {
      blocks[blocks.length - 1] = { kind: 'paragraph', text: `${last.text}\n${line.trim()}` };
    } else {
      blocks.push({ kind: 'paragraph', text: line.trim() });
      begun = true;
    }
  }
  return blocks;
}

/** How large a text of this length may be on a slide: `large` to `small`. */
export function textSize(text: string): 'large' | 'medium' | 'small' {
  const weight = text.length + 60 * text.split('\n').length;
  if (weight < 420) return 'large';
  return weight < 1000 ? 'medium' : 'small';
}
