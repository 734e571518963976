// Filters the criteria and controls, opens what a link leads to, and opens everything for paper. The
// page says the same without it.
(() => {
  'use strict';
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.getElementById('filter');
  const shown = document.getElementById('shown');
  document.documentElement.classList.add('js');

  const controls = all('.control').map((element) => ({
    element,
    number: element.dataset.number,
    severity: Number(element.dataset.severity),
    name: element.querySelector('.title').textContent.toLowerCase(),
    criteria: [],
  }));
  const byNumber = new Map(controls.map((control) => [control.number, control]));
  const tiles = new Map(all('.tile').map((tile) => [tile.dataset.criterion, tile]));
  const criteria = all('.criterion').map((element) => {
    const criterion = {
      element,
      tile: tiles.get(element.id),
      status: element.dataset.status,
      category: element.dataset.category,
      severity: Number(element.dataset.severity),
      controls: element.dataset.controls.split(' ').map((one) => byNumber.get(one)).filter(Boolean),
    };
    for (const control of criterion.controls) control.criteria.push(criterion);
    return criterion;
  });

  const filter = () => {
    const asked = new FormData(form);
    const statuses = asked.getAll('status');
    const category = asked.get('category');
    const severity = Number(asked.get('severity'));
    const name = asked.get('control').trim().toLowerCase();
    const named = (control) => control.name.includes(name);
    const stands = (one) =>
      (statuses.length === 0 || statuses.includes(one.status)) && (category === '' || category === one.category);
    const isAsked = statuses.length > 0 || category !== '';
    const keep = (one, kept) => {
      one.element.classList.toggle('filtered', !kept);
      one.tile?.classList.toggle('filtered', !kept);
      return kept;
    };
    const keptCriteria = criteria.filter((one) =>
      keep(one, stands(one) && one.severity >= severity && (name === '' || one.controls.some(named))));
    const keptControls = controls.filter((one) =>
      keep(one, named(one) && one.severity >= severity && (!isAsked || one.criteria.some(stands))));
    const text = `Showing ${keptCriteria.length} of ${criteria.length} criteria and ` +
      `${keptControls.length} of ${controls.length} controls.`;
    if (shown.textContent !== text) shown.textContent = text;
  };
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  filter();

  for (const button of all('[data-open], [data-close]')) {
    const { open, close } = button.dataset;
    button.addEventListener('click', () => {
      for (const element of all(`.${open ?? close}:not(.filtered)`)) element.open = open !== undefined;
    });
  }

  const reveal = (hash) => {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return;
    if (target.closest('.filtered')) {
      form.reset();
      setTimeout(() => reveal(hash));
    }
    for (let element = target; element; element = element.parentElement) {
      if (element instanceof HTMLDetailsElement) element.open = true;
    }
    target.scrollIntoView();
    (target.querySelector(':scope > summary') ?? target).focus({ preventScroll: true });
  };
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) setTimeout(() => reveal(link.hash));
  });
  addEventListener('hashchange', () => reveal(location.hash));
  if (location.hash) reveal(location.hash);

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = all('details:not(.passes):not([open])');
    for (const element of closed) element.open = true;
  });
  addEventListener('afterprint', () => {
    for (const element of closed) element.open = false;
    closed = [];
  });
})();
