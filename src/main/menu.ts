// The application's menu. Electron's own one has a Help that leads to its pages on the web, which this application keeps
// away from.
import type { MenuItemConstructorOptions } from 'electron';

export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const roles = ['fileMenu', 'editMenu', 'viewMenu', 'windowMenu'] as const;
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    ...roles.map((role) => ({ role })),
  ];
}
