// The HTML report in a real browser: that it can be used by everybody, that nothing in a result acts on
// whoever opens it, that it opens fast, and that it says what the JSON result says.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

import { ATTACKS, complete, hostile, large } from './results.mjs';

const { TICKMARK, EXAMPLE, CHROMIUM } = process.env;
const MANY = 10_000;
// The owner's bound for a report with that many findings.
// What is aimed at, and what says that something is wrong, however busy the machine is.
const AIM_MS = 2_000;
const SLOW_MS = 3 * AIM_MS;
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const STATUSES = ['ready', 'excepted', 'unproven', 'gap', 'not-relevant', 'out-of-scope'];

// The plugins whose results are enough for axe, which looks at every element of a page in every state.
const SOME = ['access-review', 'aws-credential-report', 'github-branch-protection'];

const results = {};
let work;
let browser;

function tickmark(...words) {
  const run = spawnSync(TICKMARK, words, { encoding: 'utf8' });
  assert.ok(run.status === 0 || run.status === 1 || run.status === 2, run.stderr);
}

// A configuration without the checks of other plugins.
function onlyChecks(toml, plugins) {
  let kept = true;
  const sections = toml.split(/^(?=\[)/m).filter((section) => {
    if (section.startsWith('[[check]]')) kept = plugins.some((id) => section.includes(`plugin = "${id}"`));
    else if (!/^\[+check\./.test(section)) kept = true;
    return kept;
  });
  return sections.join('');
}

const page = (name) => pathToFileURL(join(work, `${name}.html`)).href;

before(async () => {
  work = mkdtempSync(join(tmpdir(), 'tickmark-browser-'));
  const file = (name) => join(work, name);
  tickmark('check', '--no-locked', '--format', `json=${file('example.json')}`, '--format', `html=${file('example.html')}`, EXAMPLE);
  results.example = JSON.parse(readFileSync(file('example.json'), 'utf8'));
  mkdirSync(file('some'));
  writeFileSync(file('some/tickmark.toml'), onlyChecks(readFileSync(join(EXAMPLE, 'tickmark.toml'), 'utf8'), SOME));
  tickmark('check', '--no-locked', '--evidence', join(EXAMPLE, 'evidence'), '--format', `json=${file('some.json')}`, file('some'));
  const some = JSON.parse(readFileSync(file('some.json'), 'utf8'));
  results.complete = complete(some, 2);
  results.large = large(some, MANY);
  results.hostile = hostile(results.complete);
  for (const name of ['complete', 'large', 'hostile']) {
    writeFileSync(file(`${name}.json`), JSON.stringify(results[name]));
    tickmark('report', file(`${name}.json`), '--format', `html=${file(`${name}.html`)}`);
  }
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});

after(async () => {
  await browser?.close();
  rmSync(work, { recursive: true, force: true });
});

// Opens a report and fails on whatever a report must never do.
async function open(name, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  const tab = await context.newPage();
  const wrong = [];
  tab.on('request', (request) => request.url().split('#')[0] === page(name) || wrong.push(`request: ${request.url()}`));
  tab.on('dialog', (dialog) => { wrong.push(`dialog: ${dialog.message()}`); return dialog.dismiss(); });
  tab.on('pageerror', (error) => wrong.push(`error: ${error}`));
  tab.on('console', (message) => wrong.push(`console: ${message.text()}`));
  context.on('page', (other) => other !== tab && wrong.push(`window: ${other.url()}`));
  await tab.goto(page(name));
  return { tab, wrong, context };
}

async function finish({ context, wrong }) {
  await context.close();
  assert.deepEqual(wrong, []);
}

const openAll = (tab) => tab.evaluate(() => {
  for (const one of document.querySelectorAll('details')) one.open = true;
});
const shown = (tab, selector) => tab.locator(`${selector}:visible`).count();

for (const colorScheme of ['light', 'dark']) {
  for (const [width, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    for (const state of ['closed', 'opened']) {
      test(`axe finds nothing: ${colorScheme}, ${width}, ${state}`, async () => {
        // axe injects itself, which the page's own policy forbids.
        const opened = await open('complete', { colorScheme, viewport, bypassCSP: true });
        if (state === 'opened') await openAll(opened.tab);
        // In legacy mode it opens no window of its own beside the page.
        const { violations } = await new AxeBuilder({ page: opened.tab }).setLegacyMode().analyze();
        const found = violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary}`));
        assert.deepEqual(found.slice(0, 10), []);
        await finish(opened);
      });
    }
  }
}

for (const viewport of [DESKTOP, PHONE, { width: 320, height: 640 }]) {
  test(`nothing is wider than a screen of ${viewport.width} pixels`, async () => {
    for (const name of ['complete', 'hostile']) {
      const opened = await open(name, { viewport });
      await openAll(opened.tab);
      const widest = await opened.tab.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(widest <= viewport.width, `${name}: ${widest}`);
      await finish(opened);
    }
  });
}

test('hostile strings are shown and do nothing', async () => {
  const opened = await open('hostile');
  const { tab } = opened;
  await openAll(tab);
  for (const selector of ['summary', 'button', 'input', 'h3', '.tile', 'article']) {
    for (const one of (await tab.locator(`${selector}:visible`).all()).slice(0, 20)) {
      await one.hover();
      await one.focus();
    }
  }
  await tab.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await tab.waitForTimeout(300);
  assert.equal(await tab.evaluate(() => window.hit), undefined);
  assert.equal(tab.url(), page('hostile'));
  const elements = await tab.evaluate(() => ({
    made: document.querySelectorAll('img, svg, iframe, object, embed, link, base, textarea, body meta, body style').length,
    scripts: document.scripts.length,
    forms: document.forms.length,
    handlers: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((each) => /^(on|style$|srcdoc$|autofocus$)/.test(each.name))).length,
    links: [...document.links].filter((one) => !one.getAttribute('href').startsWith('#')).length,
  }));
  assert.deepEqual(elements, { made: 0, scripts: 1, forms: 1, handlers: 0, links: 0 });
  const text = await tab.evaluate(() => document.body.textContent);
  for (const attack of ATTACKS) {
    // What cannot be seen is shown by its number.
    const visible = attack.replace(/[\u0000-\u001F\u007F-\u009F\u200B\u202E\u2066]/g, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`);
    assert.ok(text.includes(visible), visible);
  }
  assert.doesNotMatch(text, /[\u202A-\u202E\u2066-\u2069\u200B\u001B]/);
  await finish(opened);
});

test('no text of a hostile result is left out', async () => {
  const opened = await open('hostile');
  const text = (await opened.tab.evaluate(() => document.body.textContent)).replace(/\s+/g, ' ');
  const missing = [];
  const visible = (one) => one.replace(/[\u0000-\u001F\u007F-\u009F\u200B\u202E\u2066]/g, (each) => each === '\n' ? '\n' : `\\u{${each.charCodeAt(0).toString(16)}}`).replace(/\s+/g, ' ');
  const see = (path, one) => text.includes(visible(one)) || missing.push(`${path}: ${one}`);
  const { hostile: result } = results;
  result.criteria.forEach((one) => { see('title', one.title); see('reason', one.reason); });
  result.controls.forEach((one) => ['id', 'title', 'description', 'remediation'].forEach((name) => see(name, one[name])));
  result.findings.forEach((one) => ['id', 'subject', 'check', 'expected', 'actual', 'severity-reason'].forEach((name) => one[name] && see(name, one[name])));
  result.evidence.forEach((one) => { see('path', one.path); see('sha256', one.sha256); Object.values(one.provenance ?? {}).forEach((each) => /^\d{4}-/.test(each) || see('provenance', each)); });
  result.waivers.forEach((one) => ['control', 'subject', 'reason', 'owner', 'approved-by', 'ticket'].forEach((name) => see(name, one[name])));
  result.attestations.forEach((one) => ['statement', 'owner', 'detail', 'without-evidence'].forEach((name) => one[name] && see(name, one[name])));
  result.subservices.forEach((one) => {
    ['organisation', 'service', 'report-type', 'detail'].forEach((name) => see(name, one[name]));
    (one['user-entity-controls'] ?? []).forEach((each) => ['id', 'expectation', 'detail'].forEach((name) => see(name, each[name])));
  });
  result.gate.rules.forEach((one) => { see('rule', one.rule); see('detail', one.detail); });
  result.mapping.forEach((one) => ['criterion', 'control', 'message'].forEach((name) => see(name, one[name])));
  result.plugins.forEach((one) => ['id', 'version', 'title', 'sha256'].forEach((name) => see(name, one[name])));
  result.checks.forEach((one) => { see('check', one.name); see('config', one['config-sha256']); one.units.forEach((unit) => unit.inputs.forEach((input) => { see('input', input.name); input.patterns.concat(input.files).forEach((each) => see('file', each)); })); });
  result.unevaluated.forEach((one) => see('message', one.message));
  [...result['unusable-plugins'], ...result['ambiguous-plugins'], result.gate.conclusion].forEach((one) => see('line', one));
  assert.deepEqual(missing.slice(0, 10), []);
  await finish(opened);
});

for (const name of ['example', 'complete', 'large', 'hostile']) {
  test(`the counts are those of the JSON result: ${name}`, async () => {
    const opened = await open(name);
    const said = await opened.tab.evaluate((statuses) => ({
      criteria: [...document.querySelectorAll('.criterion')].map((one) => [one.id, one.dataset.status]),
      tiles: [...document.querySelectorAll('.tile')].map((one) => one.dataset.criterion),
      counts: statuses.map((one) => Number(document.querySelector(`.count-${one} dd`).textContent)),
      controls: document.querySelectorAll('.control').length,
      findings: document.querySelectorAll('.finding').length,
      evidence: document.querySelectorAll('#evidence .evidence > li').length,
      ready: document.querySelector('#verdict').textContent,
    }), STATUSES);
    const result = results[name];
    // The page goes by category, the result by the standard's order.
    said.criteria.sort();
    said.tiles.sort();
    assert.deepEqual(said, {
      criteria: result.criteria.map((one) => [one.id, one.status]).sort(),
      tiles: result.criteria.map((one) => one.id).sort(),
      counts: STATUSES.map((one) => result.summary[one]),
      controls: result.controls.length,
      findings: result.findings.length,
      evidence: result.evidence.length,
      ready: result.summary['is-ready'] ? 'Ready' : 'Not ready',
    });
    assert.equal(said.criteria.length, 61);
    for (const status of STATUSES) {
      assert.equal(said.criteria.filter(([, one]) => one === status).length, result.summary[status]);
    }
    await finish(opened);
  });
}

test('every link leads somewhere', async () => {
  for (const name of ['complete', 'hostile']) {
    const opened = await open(name);
    const dead = await opened.tab.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
      const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
      return [...document.links].map((one) => one.getAttribute('href').slice(1)).filter((id) => !ids.includes(id)).concat(twice);
    });
    assert.deepEqual(dead, []);
    await finish(opened);
  }
});

test('the filters work by mouse', async () => {
  const opened = await open('example');
  const { tab } = opened;
  const { criteria, controls, summary } = results.example;
  assert.equal(await shown(tab, '.criterion'), 61);
  await tab.getByLabel(/^G?\s*gap/).check();
  assert.equal(await shown(tab, '.criterion'), summary.gap);
  assert.equal(await shown(tab, '.tile'), summary.gap);
  await tab.getByLabel(/^E?\s*excepted/).check();
  assert.equal(await shown(tab, '.criterion'), summary.gap + summary.excepted);
  await tab.locator('select[name="category"]').selectOption('security');
  assert.equal(await shown(tab, '.criterion'), criteria.filter((one) => one.category === 'security' && ['gap', 'excepted'].includes(one.status)).length);
  await tab.getByRole('button', { name: 'Clear' }).click();
  await tab.waitForFunction(() => document.querySelectorAll('.filtered').length === 0);
  assert.equal(await shown(tab, '.criterion'), 61);
  assert.equal(await shown(tab, '.control'), controls.length);
  await tab.getByLabel('Failures of severity').selectOption('4');
  assert.equal(await shown(tab, '.criterion'), criteria.filter((one) => one.severity === 'critical').length);
  await tab.getByRole('button', { name: 'Clear' }).click();
  await tab.getByRole('searchbox', { name: 'Control' }).fill('console-mfa');
  const named = controls.filter((one) => `${one.title} ${one.id}`.includes('console-mfa'));
  assert.equal(await shown(tab, '.control'), named.length);
  const serves = new Set(named.flatMap((one) => one.criteria.map((edge) => edge.criterion)));
  assert.equal(await shown(tab, '.criterion'), serves.size);
  assert.equal(await tab.getByRole('status').textContent(), `Showing ${serves.size} of 61 criteria and ${named.length} of ${controls.length} controls.`);
  await finish(opened);
});

test('the filters and the criteria work by keyboard', async () => {
  const opened = await open('example');
  const { tab } = opened;
  const { summary } = results.example;
  // Tabbing must come by every one of these in the page's order.
  const reach = async (selector) => {
    for (let steps = 0; steps < 400; steps += 1) {
      await tab.keyboard.press('Tab');
      if (await tab.evaluate((one) => document.activeElement?.matches(one), selector)) return;
    }
    assert.fail(`${selector} cannot be reached`);
  };
  await tab.keyboard.press('Tab');
  assert.equal(await tab.evaluate(() => document.activeElement.textContent), 'Skip to the criteria');
  await reach('#filter input[value="gap"]');
  await tab.keyboard.press('Space');
  assert.equal(await shown(tab, '.criterion'), summary.gap);
  await reach('#filter select[name="category"]');
  await tab.keyboard.press('a');
  await reach('#filter input[name="control"]');
  await tab.keyboard.type('mfa');
  await tab.keyboard.press('Enter');
  assert.equal(tab.url(), page('example'));
  await reach('#filter button');
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => document.querySelectorAll('.filtered').length === 0);
  await reach('.tile');
  const id = await tab.evaluate(() => document.activeElement.dataset.criterion);
  await tab.keyboard.press('Enter');
  await tab.waitForFunction((one) => document.getElementById(one).open, id);
  // The link led to the criterion's own line, which the same key closes and opens.
  await tab.waitForFunction((one) => document.activeElement === document.getElementById(one).querySelector('summary'), id);
  for (const isOpen of [false, true]) {
    await tab.keyboard.press('Enter');
    assert.equal(await tab.evaluate((one) => document.getElementById(one).open, id), isOpen);
  }
  await reach('.criterion summary');
  await tab.keyboard.press('Space');
  assert.equal(await tab.evaluate(() => document.activeElement.parentElement.open), true);
  await finish(opened);
});

test('a link opens what it leads to, filtered or not', async () => {
  const opened = await open('example');
  const { tab } = opened;
  const gap = results.example.criteria.find((one) => one.status === 'gap');
  await tab.locator(`.tile[data-criterion="${gap.id}"]`).click();
  await tab.getByLabel(/^G?\s*gap/).check();
  const number = results.example.controls.findIndex((one) => one.id === gap.controls[0].control);
  await tab.locator(`[id="${gap.id}"] a[href="#control-${number}"]`).first().click();
  await tab.locator(`#control-${number} .body`).waitFor();
  await tab.goto(`${page('example')}#evidence-3`);
  await tab.locator('#evidence-3').waitFor();
  const hidden = results.example.criteria.find((one) => one.status === 'ready');
  await tab.goto(`${page('example')}#${hidden.id}`);
  await tab.locator(`[id="${hidden.id}"] .body`).waitFor();
  await finish(opened);
});

test(`${MANY} findings open fast`, async () => {
  const took = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const start = performance.now();
    const opened = await open('large');
    await opened.tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    took.push(Math.round(performance.now() - start));
    if (turn === 0) {
      const begun = performance.now();
      await opened.tab.getByRole('button', { name: 'Open all' }).nth(1).click();
      await opened.tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const all = Math.round(performance.now() - begun);
      console.log(`all ${MANY} findings laid open in ${all} ms`);
    }
    await finish(opened);
  }
  console.log(`${MANY} findings opened in ${took.join(', ')} ms, the aim is ${AIM_MS} ms`);
  // The best of three: a machine that does other things beside says nothing about the page.
  assert.ok(Math.min(...took) < SLOW_MS, `${took}`);
});

test('paper gets everything, whatever is filtered and closed', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const opened = await open('complete', { javaScriptEnabled });
    const { tab } = opened;
    if (javaScriptEnabled) await tab.getByLabel(/^G?\s*gap/).check();
    await tab.emulateMedia({ media: 'print' });
    assert.equal(await shown(tab, '.tile'), 61);
    assert.equal(await shown(tab, '.criterion .body'), 61);
    assert.equal(await shown(tab, '.control .body'), results.complete.controls.length);
    const failing = results.complete.findings.filter((one) => ['fail', 'inconclusive'].includes(one.outcome));
    assert.equal(await shown(tab, '.findings:not(.compact) > .finding'), failing.length);
    assert.equal(await shown(tab, '.compact > .finding'), 0);
    for (const section of ['map', 'criteria', 'controls', 'unevaluated', 'baseline', 'waivers', 'attestations', 'subservices', 'gate', 'mapping', 'checks', 'evidence', 'plugins', 'run']) {
      assert.equal(await shown(tab, `#${section}`), 1, section);
    }
    for (const tool of ['nav', '.tools', '.fields']) assert.equal(await shown(tab, tool), 0, tool);
    const paper = await tab.pdf({ preferCSSPageSize: true });
    assert.ok(paper.length > 50_000);
    await finish(opened);
  }
});

test('without its script the page can still be read', async () => {
  const opened = await open('example', { javaScriptEnabled: false });
  const { tab } = opened;
  assert.equal(await shown(tab, '.criterion'), 61);
  assert.equal(await shown(tab, '.fields'), 0);
  await tab.locator('.criterion summary').first().click();
  await tab.locator('.criterion .body').first().waitFor();
  await finish(opened);
});
