import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UnreadableFile } from '../../source/store/errors.ts';
import { openJournal, readJournal } from '../../source/store/journal.ts';
import { readText } from '../../source/store/journal-text.ts';
import { seeded, temporaryFolder, thrown } from './helpers.ts';

const clock = (): Date => new Date('2026-11-22T12:00:00.000Z');

/** A journal of `count` events, as its file and its bytes. */
function journalOf(count: number): { readonly file: string; readonly bytes: Buffer } {
	const file = join(temporaryFolder(), 'journal');
	const { journal } = openJournal(file, clock);
	for (let number = 1; number <= count; number++) {
		journal.append({ kind: 'note', number, text: `Grüße  ${'é\n"\\'.repeat(number % 5)}` });
	}
	journal.close();
	return { file, bytes: readFileSync(file) };
}

/** Lines that check, whatever they say: what a careless or newer version would write. */
function forged(...bodies: readonly string[]): Buffer {
	let previous = '';
	let text = '';
	for (const body of bodies) {
		previous = createHash('sha256').update(previous).update(body).digest('hex').slice(0, 16);
		text += `${body},"sum":"${previous}"}\n`;
	}
	return Buffer.from(text);
}

const time = '"time":"2026-11-22T12:00:00.000Z"';

describe('a journal that is read', () => {
	it('has one line an event, in the documented form', () => {
		const { bytes } = journalOf(2);
		const [first, second] = bytes.toString().split('\n');
		expect(first).toMatch(/^\{"v":1,"seq":1,"time":"2026-11-22T12:00:00.000Z","event":\{/);
		expect(second).toMatch(/^\{"v":1,"seq":2,.*,"sum":"[0-9a-f]{16}"\}$/);
		const body = second?.replace(/,"sum":"[0-9a-f]{16}"\}$/, '') ?? '';
		const sum = /"sum":"(\w+)"\}$/.exec(first ?? '')?.[1] ?? '';
		const expected = createHash('sha256').update(`${sum}${body}`).digest('hex').slice(0, 16);
		expect(second).toBe(`${body},"sum":"${expected}"}`);
	});

	it('gives every whole line after being cut at any byte', () => {
		const { bytes } = journalOf(100);
		const whole = readText(bytes).reading.lines;
		expect(whole).toHaveLength(100);
		let ends = 0;
		for (let length = 0; length <= bytes.length; length++) {
			if (length > 0 && bytes[length - 1] === 0x0a) ends++;
			const { reading } = readText(bytes.subarray(0, length));
			const last = bytes.subarray(0, length).lastIndexOf(0x0a) + 1;
			// One comparison a byte offset: deep equality of all lines 18,000 times is slow.
			const same = reading.lines.length === ends && reading.torn === length - last;
			if (!same || reading.damage !== undefined) expect.fail(`cut at byte ${length}`);
		}
		expect(readText(bytes.subarray(0, -1)).reading.lines).toEqual(whole.slice(0, 99));
	});

	it('shows each of 10,000 flipped bits, and keeps everything before it', () => {
		const { bytes } = journalOf(100);
		const whole = readText(bytes).reading.lines;
		const random = seeded(20_261_122);
		const cut = { damage: 0, torn: 0 };
		for (let round = 0; round < 10_000; round++) {
			const at = Math.floor(random() * bytes.length);
			const changed = Buffer.from(bytes);
			changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
			const { lines, damage, torn } = readText(changed).reading;
			if (damage === undefined && torn === 0) expect.fail(`nothing noticed at byte ${at}`);
			cut[damage === undefined ? 'torn' : 'damage']++;
			const before = bytes.subarray(0, at).filter(byte => byte === 0x0a).length;
			if (lines.length !== before) expect.fail(`${lines.length} lines before byte ${at}`);
			if (damage !== undefined) expect(damage.line).toBe(before + 1);
			expect(lines.at(-1)).toEqual(whole[before - 1]);
		}
		expect(cut).toEqual({ damage: 10_000, torn: 0 });
	});

	it('shows each flipped bit of the last line as damage, for what it announced has happened', () => {
		const { bytes } = journalOf(3);
		const from = bytes.lastIndexOf(0x0a, -2) + 1;
		for (let at = from; at < bytes.length; at++) {
			for (let bit = 0; bit < 8; bit++) {
				const changed = Buffer.from(bytes);
				changed[at] = (changed[at] ?? 0) ^ (1 << bit);
				expect(readText(changed).reading).toMatchObject({ damage: { line: 3 }, torn: 0 });
			}
		}
	});

	it('shows lines that were removed, doubled or put in another order', () => {
		const { bytes } = journalOf(5);
		const lines = bytes.toString().split(/(?<=\n)/);
		const [a = '', b = '', c = '', d = '', e = ''] = lines;
		const at = (text: string): number | undefined =>
			readText(Buffer.from(text)).reading.damage?.line;
		expect(at(b + c + d + e)).toBe(1);
		expect(at(a + c + d + e)).toBe(2);
		expect(at(a + b + b + c)).toBe(3);
		expect(at(a + c + b + d)).toBe(2);
		expect(at(`${a}\n${b}`)).toBe(2);
	});

	it('takes zeros at the end for a torn tail', () => {
		const { bytes } = journalOf(5);
		for (const tail of [
			'\0',
			'\0'.repeat(4096),
			`\0\0{"v":1\n`,
			`{"v":1,"se${'\0'.repeat(50)}\n`,
		]) {
			const { reading } = readText(Buffer.concat([bytes, Buffer.from(tail)]));
			expect(reading).toMatchObject({ torn: tail.length, newer: false });
			expect(reading.lines).toHaveLength(5);
			expect(reading.damage).toBeUndefined();
		}
		expect(readText(Buffer.alloc(4096)).reading).toEqual({ lines: [], torn: 4096, newer: false });
	});

	it('may be empty', () => {
		expect(readText(Buffer.alloc(0)).reading).toEqual({ lines: [], torn: 0, newer: false });
	});

	it('of a newer version is read and marked', () => {
		const { reading } = readText(
			forged(`{"v":1,"seq":1,${time},"event":1`, `{"v":2,"seq":2,${time},"event":{"new":true}`),
		);
		expect(reading.newer).toBe(true);
		expect(reading.lines.map(line => line.event)).toEqual([1, { new: true }]);
	});

	it.each([
		['[]', 'checksum'],
		[`{"v":0,"seq":1,${time},"event":1`, 'version is 0'],
		[`{"v":1.5,"seq":1,${time},"event":1`, 'version is 1.5'],
		[`{"seq":1,${time},"event":1`, 'version is undefined'],
		[`{"v":1,"seq":2,${time},"event":1`, 'number is 2, not 1'],
		[`{"v":1,"seq":1,"time":1,"event":1`, 'no time'],
		[`{"v":1,"seq":1,${time},"other":1`, 'no event'],
		['{"v":1,', 'not a JSON object'],
	])('says why a line is not one: %s', (body, why) => {
		const bytes = body === '[]' ? Buffer.from('[]\n') : forged(body);
		expect(readText(bytes).reading.damage).toMatchObject({ line: 1 });
		expect(readText(bytes).reading.damage?.why).toContain(why);
	});

	it('never crashes on what is no journal', () => {
		const random = seeded(7);
		for (let round = 0; round < 2000; round++) {
			const bytes = Buffer.from(
				Array.from({ length: Math.floor(random() * 300) }, () => random() * 256),
			);
			expect(readText(bytes).reading.lines).toEqual([]);
		}
	});

	it('is not reached through a link, and not waited for', () => {
		const { file } = journalOf(1);
		const link = `${file}-link`;
		symlinkSync(file, link);
		expect(thrown(UnreadableFile, () => readJournal(link)).reason).toContain('symbolic link');
		expect(thrown(UnreadableFile, () => readJournal(`${file}-none`)).reason).toContain('no such');
		writeFileSync(`${file}-garbage`, 'garbage\nmore');
		expect(readJournal(`${file}-garbage`)).toMatchObject({ lines: [], damage: { line: 1 } });
	});
});
