/** The page of `maintenance-mode` in a real browser, as a visitor has it. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { apachePrograms, startApache } from '../helpers/apache.ts';
import { visitPage } from '../helpers/browser.ts';
import { maintenanceOn } from '../helpers/maintenance.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...apachePrograms, 'chromium']) ?? whyNoNetwork();

if (reason) console.warn(`The maintenance page is not opened in a browser: ${reason}.`);

describe.skipIf(reason !== undefined)('the maintenance page, in Chromium', () => {
	const network = useNetwork();

	beforeEach(() => {
		startApache(network.server);
	});

	const site = (...answers: string[]) =>
		maintenanceOn(network, walkerOn(network.server, network.folder), [
			...['--choose', 'who-answers-the-visitors=close-with-apache-and-a-cookie'],
			...['urls=http://10.77.0.1/', ...answers].flatMap(answer =>
				answer.startsWith('which-page') ? ['--choose', answer] : ['--set', answer],
			),
		]);

	const visit = (url: string) => {
		const own = mkdtempSync(join(network.folder, 'browser-'));
		return visitPage(network.visitor, url, own);
	};

	/** What visitors have asked the server for, by its own account. */
	const asked = () =>
		network.server
			.sh('awk \'$1 == "10.77.0.3" { print $7 }\' /var/log/apache2/access.log')
			.trim()
			.split('\n');

	test('asks for nothing but itself, with a logo and a style sheet', async () => {
		const styles = join(network.folder, 'page.css');
		writeFileSync(styles, 'h1 { color: teal }\n');
		const logo = '/usr/share/apache2/icons/apache_pb.png';
		const closed = site('which-page=write-a-page', `styles=${styles}`, `logo=${logo}`);
		closed.close(false);
		network.server.sh(': > /var/log/apache2/access.log');

		const { requests, text } = await visit('http://10.77.0.1/any/page');
		expect(text).toContain('We will be back soon');
		// What stands in the page itself is taken out of it, which no network sees.
		const [page, ...others] = requests;
		expect(page).toBe('http://10.77.0.1/any/page');
		expect(others.map(url => url.split(',')[0])).toEqual(['data:image/png;base64']);
		expect(asked()).toEqual(['/any/page']);
		closed.open();
	});

	test('one that reaches outside does so in a browser, and the runbook refuses it', async () => {
		const bad = `<!doctype html><link rel="icon" href="data:,"><title>Closed</title>
			<link rel="stylesheet" href="/style.css"><h1>Closed</h1><img src="http://10.77.0.2/logo.png">
			<style>h1 { background: url(/back.png) }</style><script>fetch("/api")</script>\n`;
		mkdirSync(join(network.folder, 'own'));
		const page = join(network.folder, 'own', 'page.html');
		writeFileSync(page, bad);
		network.server.sh(`cp ${page} /var/www/html/bad.html`);
		const { requests } = await visit('http://10.77.0.1/bad.html');
		expect([...requests].sort()).toEqual(
			[
				'http://10.77.0.1/api',
				'http://10.77.0.1/back.png',
				'http://10.77.0.1/bad.html',
				'http://10.77.0.1/style.css',
				'http://10.77.0.2/logo.png',
			].sort(),
		);

		const own = site('which-page=take-your-own-page', `own_page=${page}`);
		const refused = own.begin();
		expect(refused.status, refused.output).toBe(1);
		for (const named of ['/style.css', 'http://10.77.0.2/logo.png', '/back.png', 'fetch: code']) {
			expect(refused.output).toContain(named);
		}
		expect(refused.output).not.toContain('Who answers the visitors');
		expect(network.visitor.get('http://10.77.0.1/').body).toBe('the site\n');
	});
});
