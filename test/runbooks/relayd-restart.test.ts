/** Runs the blocks of `relayd-restart` on the stand-ins, each on its own firewall, in their order. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPair, type Pair } from '../helpers/firewalls.ts';

/** The page answers if whoever is MASTER runs relayd and has a host that is up. */
const curl = `
for name in first second; do
	[ "$(cat "$state/$name/role")" = MASTER ] || continue
	[ "$(cat "$state/$name/relayd")" = running ] && grep -q ' up$' "$state/$name/loaded" && echo 200 && exit
done
exit 22`;

let pair: Pair;

beforeEach(() => {
	pair = openPair('relayd-restart', { demotion: '50', url: 'https://site.example/' }, { curl });
	for (const name of ['first', 'second']) pair.setState(`${name}/relayd.conf`, good);
});

afterEach(() => pair.dispose());

const old = 'host 192.0.2.214 up\nhost 192.0.2.215 up';
const good = `${old}\nhost 192.0.2.216 up`;
const bad = `${good}\nerror`;
/** No fault in it, but nobody answers. */
const wrong = 'host 192.0.2.241 down\nhost 192.0.2.242 down';

const looks = ['see-who-is-who', 'see-that-the-new-file-is-good', 'note-the-counters'];

const away = [...looks, 'restart-it-on-the-second', 'move-the-role-to-the-second'];

const back = [
	'it-has-moved',
	'restart-it-on-the-first',
	'take-the-demotion-back',
	'make-the-second-give-way',
	'leave-both-as-they-were',
];

const home = ['take-back-what-moved-it', 'ask-for-the-role', 'put-the-second-back'];

const walkAll = (slugs: readonly string[]) => {
	for (const slug of slugs) expect([slug, pair.walk(slug)]).toEqual([slug, undefined]);
};

const expectAsBefore = () => {
	expect(pair.both('role')).toEqual(['MASTER', 'BACKUP']);
	expect(pair.both('counter')).toEqual(['0', '0']);
	expect(pair.both('relayd')).toEqual(['running', 'running']);
};

test.each(['0', '1'])('both get the new file, one at a time, with preempt at %s', preempt => {
	for (const name of ['first', 'second']) pair.setState(`${name}/preempt`, preempt);
	walkAll(away);
	expect(pair.both('role')).toEqual(['BACKUP', 'MASTER']);
	expect(pair.both('loaded')).toEqual([old, good]);
	walkAll(back);
	expect(pair.both('loaded')).toEqual([good, good]);
	expectAsBefore();
});

test('it can be walked twice', () => {
	for (let time = 0; time < 2; time++) walkAll([...away, ...back]);
	expectAsBefore();
});

test('the demotions of others are left alone', () => {
	pair.setState('first/counter', '3');
	pair.setState('second/counter', '4');
	walkAll([...away, ...back]);
	expect(pair.both('counter')).toEqual(['3', '4']);
});

const stopsAt = (slug: string) => {
	const slugs = [...away, ...back];
	walkAll(slugs.slice(0, slugs.indexOf(slug)));
	expect(pair.walk(slug)).toBeDefined();
};

const expectNothingDone = () => {
	expect(pair.both('loaded')).toEqual([old, old]);
	expectAsBefore();
};

test.each(['first', 'second'])('a bad file on the %s is noticed before anything stops', name => {
	pair.setState(`${name}/relayd.conf`, bad);
	stopsAt('see-that-the-new-file-is-good');
	expectNothingDone();
});

test('a relayd that reads another file is noticed', () => {
	pair.setState('second/flags', '-f /etc/relayd.other.conf');
	stopsAt('see-that-the-new-file-is-good');
	expectNothingDone();
});

test('a pf.conf without a place for relayd is noticed', () => {
	pair.setState('second/rules', 'pass');
	stopsAt('see-that-the-new-file-is-good');
	expectNothingDone();
});

test('a relayd that does not run, or sees fewer hosts, is noticed', () => {
	pair.setState('second/loaded', 'host 192.0.2.214 up\nhost 192.0.2.215 down');
	stopsAt('see-that-the-new-file-is-good');
	pair.setState('second/loaded', old);
	pair.setState('second/relayd', 'stopped');
	expect(pair.walk('see-that-the-new-file-is-good')).toBeDefined();
});

test('a demotion that would not be enough is noticed', () => {
	pair.setState('second/counter', '50');
	stopsAt('note-the-counters');
});

test('a file that goes bad at the last moment stops nothing', () => {
	walkAll(looks);
	pair.setState('second/relayd.conf', bad);
	expect(pair.walk('restart-it-on-the-second')).toBeDefined();
	expect(pair.both('relayd')).toEqual(['running', 'running']);
	expect(pair.both('loaded')).toEqual([old, old]);
});

test('a file with the wrong hosts gets no further than the second, and undo brings the old one', () => {
	pair.setState('second/relayd.conf', wrong);
	stopsAt('restart-it-on-the-second');
	expect(pair.both('role')).toEqual(['MASTER', 'BACKUP']);
	pair.setState('second/relayd.conf', old);
	pair.takeBack('restart-it-on-the-second');
	expectNothingDone();
});

test.each(['0', '1'])(
	'the role comes home when the page is not right, with preempt at %s',
	preempt => {
		for (const name of ['first', 'second']) pair.setState(`${name}/preempt`, preempt);
		walkAll(away);
		pair.setState('second/loaded', wrong);
		expect(pair.walk('it-has-moved')).toBeDefined();
		pair.setState('second/relayd.conf', old);
		walkAll(home);
		expectNothingDone();
	},
);

test('the role stays home when both say MASTER', () => {
	walkAll(away.slice(0, -1));
	pair.setState('split', '');
	walkAll(['move-the-role-to-the-second']);
	expect(pair.both('role')).toEqual(['MASTER', 'MASTER']);
	expect(pair.walk('it-has-moved')).toBeDefined();
	pair.setState('second/relayd.conf', old);
	walkAll(home.slice(0, 2));
	expect(pair.walk('put-the-second-back')).toBeDefined();
	expect(pair.both('counter')).toEqual(['0', '0']);
});

test('the first is not restarted into fewer hosts in silence', () => {
	walkAll(away);
	pair.setState('first/relayd.conf', 'host 192.0.2.214 up');
	stopsBeforeHome();
});

const stopsBeforeHome = () => {
	walkAll(['it-has-moved']);
	expect(pair.walk('restart-it-on-the-first')).toBeDefined();
	expect(pair.both('role')).toEqual(['BACKUP', 'MASTER']);
	pair.setState('first/relayd.conf', good);
	pair.takeBack('restart-it-on-the-first');
	walkAll(back.slice(2));
	expectAsBefore();
};

test('a first firewall without its demotion after a reboot loses nothing', () => {
	walkAll([...away, 'it-has-moved', 'restart-it-on-the-first']);
	pair.setState('first/counter', '0');
	expect(() => pair.walk('take-the-demotion-back')).toThrow('the undo failed');
	expect(pair.both('counter')).toEqual(['0', '0']);
});
