/** Trusting a runbook: the text that a person has before them, and no other. */
import { readRunbookFile } from '../store/places.ts';
import { trust } from '../store/trust.ts';
import type { Opened } from './library.ts';
import { readBytes } from './read-bytes.ts';
import type { Session } from './session.ts';

/**
 * Trusts the bytes that are there now, if they still hold the text that was opened; gives false, and
 * trusts nothing, if the file has changed since: between a question and its answer there is time.
 */
export function trustAsRead({ home }: Session, { file, name, runbook }: Opened): boolean {
	const bytes = readRunbookFile(file);
	const now = readBytes(name, bytes).runbook;
	if (!now || now.text !== runbook?.text) return false;
	trust(file, bytes, home);
	return true;
}
