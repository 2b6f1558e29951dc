/** Everything that is checked on a runbook as a whole. */
import type { Lines } from '../lines.ts';
import type { PageLinks } from '../page-links.ts';
import type { Report } from '../report.ts';
import type { Page } from '../sections.ts';
import type { Runbook } from '../types.ts';

export type Checked = {
	readonly runbook: Runbook;
	readonly page: Page;
	readonly links: PageLinks;
	readonly lines: Lines;
	readonly report: Report;
	/** Whether the front matter could be read: without it every name would seem undeclared. */
	readonly declared: boolean;
};

export function checkRunbook(_: Checked): void {}
