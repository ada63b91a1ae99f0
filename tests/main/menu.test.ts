import { expect, it } from 'vitest';
import { menuTemplate } from '../../src/main/menu.ts';

it('the menu has what every application has, macOS one more, and nothing that leads to the web', () => {
  const roles = ['fileMenu', 'editMenu', 'viewMenu', 'windowMenu'];
  expect(menuTemplate('linux')).toEqual(roles.map((role) => ({ role })));
  expect(menuTemplate('darwin')).toEqual(['appMenu', ...roles].map((role) => ({ role })));
});
