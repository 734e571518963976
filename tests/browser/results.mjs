// Results that no run here gives: one in which everything occurs that a result can hold, one with many
// findings, one in which every string is hostile. Made from the example company's, the same each time.

const digest = (digit) => digit.repeat(64);

// Makes the result agree with itself after its controls were changed: one that does not is refused.
function settle(result) {
  const status = new Map(result.controls.map((one) => [one.id, one.status]));
  for (const criterion of result.criteria) {
    for (const edge of criterion.controls ?? []) edge.status = status.get(edge.control);
    if (criterion.controls?.some((edge) => edge.status === 'fails')) criterion.status = 'gap';
  }
  const count = (wanted) => result.criteria.filter((one) => one.status === wanted).length;
  for (const one of ['ready', 'excepted', 'unproven', 'gap', 'not-relevant', 'out-of-scope']) result.summary[one] = count(one);
  result.gate['exit-code'] = 2;
  return result;
}

// Everything that a result can hold, with at most so many findings of a kind for each control: axe looks
// at every one of them.
export function complete(example, most) {
  const result = structuredClone(example);
  const seen = new Map();
  result.findings = result.findings.filter((one) => {
    const kind = `${one.control} ${one.outcome} ${one.waiver}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return seen.get(kind) <= most;
  });
  const criterion = (id) => result.criteria.find((one) => one.id === id);
  const [first] = result.evidence;
  const cited = { path: first.path, size: first.size, sha256: first.sha256 };
  const attested = result.controls.find((one) => one.status === 'unproven');
  attested.status = 'attested';
  attested.attestation = 1;
  attested.samples = ['every second host, by name'];
  result.controls.find((one) => one.status === 'not-applicable' || one.status === 'passes')['not-applicable'] = [
    'no-occurrence', 'none-concerned',
  ];
  result.attestations = [
    {
      criteria: ['CC1.2', 'CC1.3'],
      statement: 'The board met on 3 November and reviewed the control environment; its minutes are filed.',
      owner: 'Ingrid Halvorsen', date: '2026-11-03', expires: '2027-11-03',
      evidence: [cited], state: 'current', detail: 'made 19 days ago, counts for 346 more days',
    },
    {
      control: attested.id,
      statement: 'I looked at the load-test account by hand.',
      owner: 'Priya Raghunathan', date: '2026-11-20', expires: '2026-12-20',
      'without-evidence': 'the account has no export', state: 'current', detail: 'made 2 days ago',
    },
    {
      criteria: ['CC2.2'], statement: 'Everybody was told.\nTwice.', owner: 'Marcus Oyelaran',
      date: '2025-01-01', expires: '2026-01-01', evidence: [cited], state: 'expired', detail: 'expired on 2026-01-01',
    },
  ];
  result.subservices = [
    {
      organisation: 'Amazon Web Services', service: 'Hosting of the fleet API', method: 'carve-out',
      criteria: ['A1.2', 'CC6.4'], 'report-type': 'SOC 2 Type 2', period: ['2025-10-01', '2026-09-30'],
      report: cited, 'bridge-letter': { until: '2026-12-31', file: cited }, 'covered-until': '2026-12-31',
      state: 'open-user-entity-control', detail: 'one control that it expects of its customers is not shown',
      'user-entity-controls': [
        { id: 'CUEC-1', expectation: 'Root users have MFA.', controls: ['aws-credential-report/root-mfa'], state: 'met', detail: 'it passes' },
        { id: 'CUEC-2', expectation: 'Keys are rotated.', controls: ['aws-credential-report/no-such-control'], attestations: [1], state: 'not-met', detail: 'a control fails' },
        { id: 'CUEC-3', expectation: 'Backups are tested.', state: 'open', detail: 'nothing answers it' },
      ],
    },
    {
      organisation: 'Okta', service: 'Sign-in of the workforce', method: 'inclusive', criteria: ['CC6.1'],
      'report-type': 'SOC 2 Type 1', period: ['2026-02-01', '2026-02-01'], 'bridge-letter': { until: '2026-03-01' },
      'covered-until': '2026-03-01', state: 'lapsed', detail: 'covered until 2026-03-01',
    },
  ];
  criterion('CC1.2').status = 'unproven';
  criterion('CC1.2').standings = [
    { basis: 'attestation', index: 0, holds: true, reason: 'current on 2026-11-22' },
    { basis: 'inheritance', index: 1, holds: false, reason: 'the report has lapsed' },
  ];
  result.waivers[0].concerns = ['expires-soon', 'over-broad'];
  for (const state of ['unused', 'expired', 'not-yet-valid']) {
    result.waivers.push({ ...result.waivers[0], state, concerns: [state, 'unknown-control'], findings: 0, control: 'nobody/nothing' });
  }
  result.mapping = ['unknown-criterion', 'no-rationale', 'claimed-twice', 'supported-only', 'not-covered'].map((code) => ({
    code, criterion: 'CC9.9', control: result.controls[0].id, message: `this mapping is ${code}`,
  }));
  const change = (finding, elsewhere) => ({
    id: finding.id, control: finding.control, target: 'bastion-eu-1', subject: finding.subject,
    severity: finding.severity, elsewhere,
  });
  result.baseline = {
    'as-of': '2026-10-22', sha256: digest('b'), known: 4,
    new: result.findings.slice(0, 2).map((one) => change(one, 'absent')),
    fixed: result.findings.slice(-2).map((one) => change(one, 'pass')),
    unseen: result.findings.slice(2, 4).map((one) => change(one, 'absent')),
    criteria: [{ id: 'CC6.1', before: 'ready', now: criterion('CC6.1').status }],
  };
  result['unusable-plugins'] = ['plugins/broken.wasm: it is no component'];
  result['ambiguous-plugins'] = ['one.wasm and two.wasm both claim `twice`'];
  const [unit] = result.checks[0].units;
  unit.unread = [unit.inputs[0].files[0]];
  unit.state = 'failed';
  unit.failure = { kind: 'timed-out', message: 'it took longer than 10 s' };
  result.checks[1].disabled = 'its evidence is moved';
  Object.assign(result.findings[0], {
    target: 'production', 'severity-reason': 'an administrator', occurred: '2026-11-19T10:00:00Z',
    locations: [{ path: first.path, line: 3, column: 9, pointer: '/users/2' }, { path: 'gone.csv' }],
  });
  result.assessment.type = 2;
  result.assessment.period = ['2026-01-01', '2026-12-31'];
  return settle(result);
}

// A result with this many findings: most fail or are undecided, over all controls.
export function large(example, count) {
  const result = structuredClone(example);
  const model = result.findings.find((one) => one.outcome === 'fail');
  result.findings = Array.from({ length: count }, (_, number) => ({
    ...model,
    id: number.toString(16).padStart(12, '0'),
    control: result.controls[number % result.controls.length].id,
    subject: `account-${number}@northwind-robotics.example`,
    outcome: ['fail', 'fail', 'inconclusive', 'pass'][number % 4],
    locations: [{ path: result.evidence[0].path, line: number + 2 }],
  }));
  for (const control of result.controls) {
    const of = (outcome) => result.findings.filter((one) => one.control === control.id && one.outcome === outcome).length;
    control.counts = { fail: of('fail'), waived: 0, inconclusive: of('inconclusive'), pass: of('pass'), 'not-applicable': 0 };
    control.examined = control.counts.fail + control.counts.inconclusive + control.counts.pass;
    if (control.counts.fail > 0) control.status = 'fails';
  }
  return settle(result);
}

// What somebody would write who wants the page to do something. `hit` is a marker on the window.
export const ATTACKS = [
  '"><script>window.hit=1</script>',
  '\'><img src=x onerror="window.hit=1">',
  '</style></title></textarea><script>window.hit=1</script>',
  '</script><script>window.hit=1</script>',
  '" autofocus onfocus="window.hit=1" x="',
  '<svg/onload=window.hit=1>',
  '<a href="javascript:window.hit=1">next</a>',
  '<iframe srcdoc="<script>parent.hit=1</script>"></iframe>',
  '<meta http-equiv="refresh" content="0;url=http://attacker.invalid/">',
  '<link rel=stylesheet href=http://attacker.invalid/x.css><base href=//attacker.invalid/>',
  '<form action=http://attacker.invalid><button>Open all</button></form>',
  '<details open ontoggle=window.hit=1>',
  '<!-- --!><![CDATA[ {{ 7*7 }} {% include "x" %} ${7*7}',
  'javascript:window.hit=1//&#x6A;&lt;script&gt;',
  '\u202Etxt.exe\u2066\u200B\u001B[2J\u0007\u0000\u009B',
  '<style>*{display:none}</style>',
];

// What the format fixes, by the path of names that leads there; everything else is text.
const FIXED = [
  /(^|\.)(as-of|period|date|expires|approved-on|until|covered-until|collected|before|now|severity|category|categories|code|kind|basis|method|relation|outcome|concerns|not-applicable)$/,
  /^criteria\.(id|status)$/, /(^|\.)controls\.status$/,
  /criteria\.id$/, /\.criterion$/, /(attestations|subservices)\.criteria$/,
  /(waivers|attestations|subservices|user-entity-controls)\.state$/,
];
const FREE = [/^mapping\.criterion$/];

// The result with an attack in every text. Equal texts stay equal, so that links still lead somewhere.
export function hostile(result) {
  const given = new Map();
  const attack = (text) => {
    if (!given.has(text)) given.set(text, `${ATTACKS[given.size % ATTACKS.length]} ${text}`);
    return given.get(text);
  };
  const walk = (value, path) => {
    if (typeof value === 'string') {
      const fixed = FIXED.some((one) => one.test(path)) && !FREE.some((one) => one.test(path));
      return fixed ? value : attack(value);
    }
    if (Array.isArray(value)) return value.map((one) => walk(one, path));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [
      path.endsWith('attributes') ? attack(name) : name,
      walk(one, path === '' ? name : `${path}.${name}`),
    ]));
  };
  return walk(result, '');
}
