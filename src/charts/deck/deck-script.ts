// The script of an exported deck: keys, clickers, touch, the address. It is plain text that is written into the file
// beside its hash, which the file's own content policy asks for; it holds no data and reads nothing but its slides.

export const deckScript = `(() => {
  'use strict';
  const root = document.documentElement;
  const slides = [...document.querySelectorAll('.slide')];
  const live = document.getElementById('live');
  const bar = document.getElementById('bar');
  const curtain = document.getElementById('curtain');
  const keys = document.querySelector('.keys');
  let at = 0, step = 0, typed = '', timer = 0;
  const steps = (index) => Number(slides[index].dataset.steps);
  const show = () => {
    slides.forEach((slide, index) => {
      slide.classList.toggle('now', index === at);
      if (index !== at) return;
      for (const part of slide.querySelectorAll('[data-step]')) part.classList.toggle('now', Number(part.dataset.step) === step);
    });
    bar.style.width = 100 * (at + (step + 1) / (steps(at) + 1)) / slides.length + '%';
    const said = slides[at].querySelector('.said.now');
    live.textContent = 'Slide ' + (at + 1) + ' of ' + slides.length + ': ' + slides[at].querySelector('h1,h2').textContent +
      (said ? '. ' + said.textContent : steps(at) > 0 ? '. ' + step + ' of ' + steps(at) + ' series shown' : '');
    history.replaceState(null, '', '#' + (at + 1));
  };
  const jump = (index, last) => { at = Math.max(0, Math.min(slides.length - 1, index)); step = last ? steps(at) : 0; show(); };
  const next = () => { if (step < steps(at)) { step += 1; show(); } else if (at < slides.length - 1) jump(at + 1, false); };
  const back = () => { if (step > 0) { step -= 1; show(); } else if (at > 0) jump(at - 1, true); };
  const full = () => document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.().catch(() => {});
  const theme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  };
  const digit = (key) => {
    typed += key;
    clearTimeout(timer);
    timer = setTimeout(go, 800);
  };
  const go = () => { clearTimeout(timer); if (typed !== '') jump(Number(typed) - 1, false); typed = ''; };
  const black = () => { curtain.hidden = !curtain.hidden; };
  const acts = {
    ArrowRight: next, ArrowDown: next, PageDown: next, ' ': next, Enter: () => (typed === '' ? next() : go()),
    ArrowLeft: back, ArrowUp: back, PageUp: back, Backspace: back,
    Home: () => jump(0, false), End: () => jump(slides.length - 1, true),
    b: black, '.': black,
    f: full, d: theme, '?': () => { keys.hidden = !keys.hidden; },
    Escape: () => { curtain.hidden = true; keys.hidden = true; },
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.target instanceof Element && event.target.closest('summary, .sheet');
    if (inside && (event.key === ' ' || event.key === 'Enter' || event.key.startsWith('Arrow'))) return;
    if (/^[0-9]$/.test(event.key)) return digit(event.key);
    const act = acts[event.key] ?? acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    // A black screen comes back before anything else happens.
    if (!curtain.hidden && (act === next || act === back || act === acts.Enter) && typed === '') return black();
    act();
  });
  let down = null;
  addEventListener('pointerdown', (event) => { down = { x: event.clientX, y: event.clientY }; });
  addEventListener('pointerup', (event) => {
    if (!down || !(event.target instanceof Element) || event.target.closest('details, .keys, a, button') || !getSelection().isCollapsed) return;
    const moved = event.clientX - down.x;
    const away = Math.abs(event.clientY - down.y);
    down = null;
    if (!curtain.hidden) { curtain.hidden = true; return; }
    if (Math.abs(moved) > 50 && away < 80) return moved < 0 ? next() : back();
    if (Math.abs(moved) < 8 && away < 8) return event.clientX < innerWidth / 4 ? back() : next();
  });
  addEventListener('hashchange', () => { const index = Number(location.hash.slice(1)) - 1; if (Number.isInteger(index) && index !== at) jump(index, false); });
  if (slides.length === 0) return;
  document.body.classList.add('showing');
  const asked = Number(location.hash.slice(1));
  jump(Number.isInteger(asked) && asked > 0 ? asked - 1 : 0, false);
})();
`;
