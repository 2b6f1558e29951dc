/** Gives every test of a group a small network of its own, and closes it behind the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type Machines, type Network, openNetwork } from './network.ts';

export type NetworkOfTest = Machines & {
	/** For what the test writes; gone with the network. */
	readonly folder: string;
};

/**
 * To be called in a `describe`, before its own `beforeEach`: what those of the group start is ended by
 * their own `afterEach` before the network is closed.
 */
export function useNetwork(): NetworkOfTest {
	let opened: { folder: string; network: Network } | undefined;

	beforeEach(async () => {
		const folder = mkdtempSync(join(tmpdir(), 'runbook-system-'));
		opened = { folder, network: await openNetwork(folder) };
	});

	afterEach(async () => {
		if (!opened) return;
		await opened.network.close();
		rmSync(opened.folder, { recursive: true, force: true });
		opened = undefined;
	});

	const now = () => {
		if (!opened) throw new Error('There is a network only while a test runs.');
		return opened;
	};
	return {
		get folder() {
			return now().folder;
		},
		get server() {
			return now().network.server;
		},
		get admin() {
			return now().network.admin;
		},
		get visitor() {
			return now().network.visitor;
		},
	};
}
