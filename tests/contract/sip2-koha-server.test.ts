import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { ANA, MORNING, RECORDS, startLibrary } from './support/sip2-library.ts';
import { openLine } from './support/sip2-line.ts';

const AT = '20261121    093000';
const PATRON = `AOGIJON|AA${ANA.account}|AC|`;
const asks63 = (summary = '', fields = PATRON) => `63000${AT}${summary.padEnd(10)}${fields}`;
const SHORT = { loginTimeoutMs: 60, clientTimeoutMs: 60 };

it.each(['9900802.00', asks63(), '', 'GET / HTTP/1.1'])(
  '1: closes without an answer when the first message is %j',
  async (first) => {
    await using library = await startLibrary();
    await using line = await openLine(library);
    expect(await line.ask(first)).toBeNull();
  },
);

it('1: closes a connection that does not log in in time', async () => {
  await using library = await startLibrary({ rules: { loginTimeoutMs: 30 } });
  await using line = await openLine(library);
  expect(await line.read()).toBeNull();
});

it.each([
  ['client_timeout', { clientTimeoutMs: 30 }],
  ['timeout, where client_timeout is not set', { loginTimeoutMs: 30, clientTimeoutMs: null }],
])('2: closes an idle connection after %s', async (_, rules) => {
  await using library = await startLibrary({ rules });
  await using line = await openLine(library);
  expect(await line.logIn()).toBe('941\r\n');
  expect(await line.read()).toBeNull();
});

it.each([
  ['a wrong password', '9300CNhub|COwrong|'],
  ['an encrypted user', '9310CNhub|COs3cret|'],
  ['an encrypted password', '9301CNhub|COs3cret|'],
])('3: answers 940 to %s and lets try again on the same socket', async (_, login) => {
  await using library = await startLibrary();
  await using line = await openLine(library);
  expect([await line.ask(login), await line.logIn()]).toEqual(['940\r\n', '941\r\n']);
});

it('3: ends the tries when the time for the login is over', async () => {
  await using library = await startLibrary({ rules: SHORT });
  await using line = await openLine(library);
  expect(await line.ask('9300CNhub|COwrong|')).toBe('940\r\n');
  expect(await line.read()).toBeNull();
});

it('4: answers a wrong checksum with a signed 96, and rubbish with a bare one', async () => {
  await using library = await startLibrary();
  await using line = await openLine(library);
  await line.logIn();
  expect(await line.ask('9900802.00AY1AZFCA1')).toBe('96AZFEF6\r\n');
  for (const rubbish of ['', 'XX', '42hello', '6300', '63']) {
    expect(await line.ask(rubbish)).toBe('96\r\n');
  }
});

it('5: signs answers from the first signed message to the first unsigned one', async () => {
  await using library = await startLibrary();
  await using line = await openLine(library);
  await line.logIn();
  const isSigned = async (message: string) =>
    /AY\dAZ[0-9A-F]{4}\r\n$/.test((await line.ask(message)) ?? '');
  const answers = [];
  for (const message of ['9900802.00', '9900802.00AY1AZFCA0', '9900802.00']) {
    answers.push(await isSigned(message));
  }
  expect(answers).toEqual([false, true, false]);
});

it('5: echoes the sequence digit, and repeats its last answer when asked to', async () => {
  await using library = await startLibrary();
  await using line = await openLine(library);
  expect(await line.ask('9300CNhub|COs3cret|CPgijon-01|AY0AZF46D')).toBe('941AY0AZFDFD\r\n');
  expect(await line.ask('97AZFEF5')).toBe('941AY0AZFDFD\r\n');
});

it('6: trims what is neither letter nor digit before it checks the sum', async () => {
  await using library = await startLibrary();
  await using line = await openLine(library);
  await line.logIn();
  expect(await line.ask('\n\0 *9900802.00AY1AZFCA0 \0')).toMatch(/^98.*AY1AZ/);
});

it('7: takes the first of a repeated field, and logs an unknown one', async () => {
  const said: string[] = [];
  const log = pino({}, { write: (text) => said.push(text) });
  await using library = await startLibrary({ log });
  await using line = await openLine(library);
  await line.logIn();
  expect(await line.ask(asks63('', `${PATRON}AAnobody|ZZ9|`))).toMatch(/BLY/);
  expect(said.join('')).toContain('"fields":["ZZ"]');
});

const answerTo = async (message: string, rules = {}) => {
  await using library = await startLibrary({ rules });
  await using line = await openLine(library);
  await line.logIn();
  const answer = (await line.ask(message)) ?? '';
  return Buffer.from(answer, 'latin1').toString('utf8').replace('\r\n', '');
};

it('8: leaves the total out when nothing is owed', async () => {
  const clear = RECORDS.find(({ charges }) => charges.length === 0);
  expect(await answerTo(asks63('', `AOGIJON|AA${clear?.account}|`))).not.toContain('BV');
  expect(await answerTo(asks63())).toMatch(/\|BHEUR\|BV\d+\.\d\d\|/);
});

it.each([
  ['no PIN was sent', '', {}, null, null],
  ['the PIN is right', `AD${ANA.pin}|`, {}, 'CQY', null],
  ['the PIN is wrong', 'AD0|', {}, 'CQN', 'AFInvalid password'],
  ['the PIN is empty', 'AD|', {}, 'CQN', 'AFInvalid password'],
  ['an empty PIN is allowed', 'AD|', { allowsEmptyPasswords: true }, 'CQY', null],
])('8: says of the PIN what Koha says when %s', async (_, field, rules, verdict, message) => {
  const fields = (await answerTo(asks63('', `${PATRON}${field}`), rules)).split('|');
  expect(fields.find((text) => text.startsWith('CQ')) ?? null).toBe(verdict);
  expect(fields.find((text) => text.startsWith('AF')) ?? null).toBe(message);
});

it('8: describes a card it does not know', async () => {
  expect(await answerTo(asks63('Y', 'AOGIJON|AA404|'))).toBe(
    `64YYYY${' '.repeat(10)}008${AT}${'0'.repeat(24)}AOGIJON|AA404|AE|BLN|AFInvalid cardnumber|`,
  );
});

it('8: remembers when it was last asked about a borrower', async () => {
  await using library = await startLibrary();
  await using line = await openLine(library);
  await line.logIn();
  expect(library.lastSeen(ANA.account)).toBeNull();
  await line.ask(asks63());
  expect(library.lastSeen(ANA.account)).toEqual(MORNING.now());
});

it('9: leaves hidden fields out, and writes charges by the template of the site', async () => {
  const rules = {
    hiddenFields: ['BD', 'BE', 'BF', 'PB'],
    chargeTemplate: '{concept}: {amount} €',
    decimalMark: ',',
  } as const;
  const answer = await answerTo(asks63('   Y'), rules);
  expect(answer).not.toMatch(/\|(?:BD|BE|BF|PB)/);
  expect(answer).toMatch(/\|AV[^|]+: \d+,\d\d €\|/);
});

it('10: sends personal data and fields of its makers that nobody asked for', async () => {
  expect(await answerTo(asks63())).toMatch(/\|BD.*\|BE.*\|BF.*\|PB\d{8}\|PCADULTO\|PI\|$/);
});

it.each([
  ['has expired', { isStaffExpired: true }],
  ['may not circulate', { mayCirculate: false }],
])('11: refuses the login of a staff user who %s', async (_, rules) => {
  await using library = await startLibrary({ rules });
  await using line = await openLine(library);
  expect(await line.logIn()).toBe('940\r\n');
});

it('12: lists barcodes only, and one list for each request', async () => {
  const loans = await answerTo(asks63('  YY'));
  expect(loans.match(/\|AU[^|]*/g)).toEqual(ANA.loans.map(({ barcode }) => `|AU${barcode}`));
  expect(loans).not.toMatch(/\|A[SV]/);
  expect(loans).not.toContain(ANA.loans[0]?.title);
});

it.each([
  [false, 'AH20261128    235900'],
  [true, 'AH28/11/2026'],
])('12: gives the due date in the form of the site', async (formatsDueDates, due) => {
  const barcode = ANA.loans[0]?.barcode;
  const item = await answerTo(`17${AT}AOGIJON|AB${barcode}|`, { formatsDueDates });
  expect(item.slice(0, 8)).toBe('18040001');
  expect(item.split('|')).toEqual(expect.arrayContaining([`AJ${ANA.loans[0]?.title}`, due]));
});
