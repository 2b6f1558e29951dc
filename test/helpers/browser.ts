/** Opens a page in headless Chromium, and counts what it asks for. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Machine } from './network.ts';

export type Visit = {
	/** Every address that was asked for, in its order; nothing is left out. */
	readonly requests: readonly string[];
	/** What a person reads. */
	readonly text: string;
};

type Message = {
	readonly id?: number;
	readonly method?: string;
	readonly params?: { readonly request?: { readonly url: string }; readonly name?: string };
	readonly result?: Record<string, unknown> & { readonly result?: { readonly value?: string } };
	readonly error?: { readonly message: string };
};

const options = [
	...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
	...['--ignore-certificate-errors', '--no-proxy-server', '--remote-debugging-pipe'],
];

/** Waits until the page has been idle for half a second, by Chromium's own account. */
export async function visitPage(machine: Machine, url: string, folder: string): Promise<Visit> {
	const child = machine.open(
		['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
		...['env', `HOME=${folder}`, 'chromium', ...options, `--user-data-dir=${folder}/chromium`],
	);
	const [to, from] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
	const requests: string[] = [];
	const waiting = new Map<number, (message: Message) => void>();
	let idle = () => {};
	const isIdle = new Promise<void>(resolve => {
		idle = resolve;
	});
	const hear = (message: Message) => {
		if (message.id !== undefined) waiting.get(message.id)?.(message);
		if (message.method === 'Network.requestWillBeSent') {
			requests.push(message.params?.request?.url ?? '');
		}
		const isEnd =
			message.method === 'Page.lifecycleEvent' && message.params?.name === 'networkIdle';
		if (isEnd && requests.length > 0) idle();
	};
	let rest = '';
	from.setEncoding('utf8').on('data', (chunk: string) => {
		const parts = (rest + chunk).split('\0');
		rest = parts.pop() ?? '';
		for (const part of parts) hear(JSON.parse(part) as Message);
	});
	let count = 0;
	let sessionId: string | undefined;
	const ask = async (method: string, params: object = {}) => {
		const id = ++count;
		const answer = new Promise<Message>(resolve => waiting.set(id, resolve));
		to.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
		const { result, error } = await answer;
		if (error) throw new Error(`Chromium refuses ${method}: ${error.message}`);
		return result ?? {};
	};
	const ended = once(child, 'exit');
	try {
		const walk = async (): Promise<Visit> => {
			const { targetId } = await ask('Target.createTarget', { url: 'about:blank' });
			const attached = await ask('Target.attachToTarget', { targetId, flatten: true });
			sessionId = String(attached.sessionId);
			await ask('Network.enable');
			await ask('Page.enable');
			await ask('Page.setLifecycleEventsEnabled', { enabled: true });
			await ask('Page.navigate', { url });
			await isIdle;
			const { result } = await ask('Runtime.evaluate', { expression: 'document.body.innerText' });
			return { requests, text: String((result as { value?: string }).value) };
		};
		const failed = ended.then(() => {
			throw new Error('Chromium has ended.');
		});
		return await Promise.race([walk(), failed]);
	} finally {
		child.kill('SIGKILL');
		await ended.catch(() => {});
	}
}
