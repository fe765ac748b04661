import type { ServerResponse } from 'node:http';

const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { width: min(28rem, calc(100vw - 3rem)); } h1 { font-size: 1.375rem; line-height: 1.3; }`;

export interface PlainPage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** Where to go on. */
  readonly link?: { readonly href: '/' | '/sign-in'; readonly text: string };
  /** Goes on by itself. A page of ours has to: what follows a redirect of another site carries no strict cookie. */
  readonly isPassing?: boolean;
}

/** For what has to be said before or without the app. */
export function sendPlainPage(
  response: ServerResponse,
  { status, title, text, link, isPassing = false }: PlainPage,
): void {
  const refresh = isPassing ? '<meta http-equiv="refresh" content="0;url=/">' : '';
  const onward = link ? `<p><a href="${link.href}">${link.text}</a></p>` : '';
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}` +
      `<title>${escaped(title)}</title><style>${STYLE}</style></head>` +
      `<body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p>${onward}</main></body></html>`,
  );
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
