/**
 * Keeps what walks have proven, a file for each test file below build/proof/. The table in
 * docs/proof.md is made of them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import {
	type Changing,
	newestRun,
	noticedBy,
	type Passed,
	type Proof,
	passedBy,
	type Refusal,
	refusedBy,
	type Sabotage,
} from '../proof/record.ts';
import { outcomeOf } from './sandbox.ts';

const folder = fileURLToPath(new URL('../../build/proof/', import.meta.url));

/** What each runbook is about: packages of Debian, or words for what stands for the real thing. */
const software: Readonly<Record<string, readonly string[]>> = {
	'apache-reload-or-restart': ['apache2', 'php8.2-fpm'],
	'carp-failover': ['stand-ins, not OpenBSD'],
	'exim-smarthost': ['exim4-daemon-light'],
	'first-steps': ['dash'],
	'maintenance-mode': ['apache2', 'varnish', 'nftables', 'iptables'],
	'port-check': ['netcat-openbsd', 'netcat-traditional', 'ncat', 'bash'],
	'relayd-restart': ['stand-ins, not OpenBSD'],
	'sftp-account': ['openssh-server'],
	'sftp-account-removal': ['openssh-server'],
};

/** By the name of its file; one worker may walk several test files. */
const proofs = new Map<string, Proof[]>();
const known = new Set<string>();

/** To be called after each walk: one that came to its end unharmed is a proof. */
export function keepPassed(stateFolder: string, changing: Changing = {}): void {
	if (!existsSync(`${stateFolder}/runbook/runs`)) return;
	const run = newestRun(stateFolder);
	if (!run || known.has(run.state.began.id)) return;
	const proof = passedBy(run, versionsFor(run.state.began.runbook), changing);
	if (!proof || isKnown(proof)) return;
	known.add(run.state.began.id);
	keep(proof);
}

/** To be called after a walk that was sabotaged: fails unless a block stopped it. */
export function keepNoticed(
	stateFolder: string,
	sabotage: Sabotage,
	changing: Changing = {},
): void {
	const run = newestRun(stateFolder);
	if (!run) throw new Error('Nothing was walked.');
	keep(noticedBy(run, sabotage, versionsFor(run.state.began.runbook), changing));
}

/** To be called after an answer was refused, for which there is no run. */
export function keepRefused(name: string, refusal: Refusal): void {
	const bytes = readFileSync(new URL(`../../runbooks/${name}.md`, import.meta.url));
	const { runbook } = readRunbook(name, bytes, matchPattern);
	if (!runbook) throw new Error(`${name} is no runbook`);
	keep(refusedBy(runbook, refusal, versionsFor(name)));
}

/** A second walk of the same kind proves nothing more. */
const isKnown = (proof: Passed) =>
	ownProofs().some(other => JSON.stringify(other) === JSON.stringify(proof));

const fileName = () =>
	basename(expect.getState().testPath ?? 'unknown').replace('.test.ts', '.json');

const ownProofs = () => proofs.get(fileName()) ?? [];

function keep(proof: Proof): void {
	const own = ownProofs();
	own.push(proof);
	proofs.set(fileName(), own);
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${folder}${fileName()}`, `${JSON.stringify(own, null, '\t')}\n`);
}

const versions = new Map<string, string>();

function versionsFor(runbook: string): string {
	return (software[runbook] ?? []).map(versionOf).join(', ');
}

function versionOf(name: string): string {
	const seen = versions.get(name);
	if (seen !== undefined) return seen;
	const { status, stdout } = outcomeOf('dpkg-query', ['-W', '-f', '${Version}', name]);
	const version = status === 0 ? `${name} ${stdout}` : name;
	versions.set(name, version);
	return version;
}
