/** The machine's own Apache, as Debian packages it, started by hand on the server of a network. */
import type { Machine } from './network.ts';

export const apachePrograms = ['apachectl', 'a2enmod', 'ss', 'openssl', 'ps'];

/** A site over HTTP and HTTPS, with a page, and a slow one. */
export function startApache(server: Machine, url = 'http://127.0.0.1/'): void {
	server.sh(`
		echo ServerName server > /etc/apache2/conf-enabled/name.conf
		mkdir -p /etc/ssl/site
		cd /etc/ssl/site
		for name in one two; do
			openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \\
				-subj "/CN=$name" -addext subjectAltName=DNS:site.example -keyout $name.key -out $name.pem 2>/dev/null
		done
		cp one.pem site.pem
		cp one.key site.key
		cat > /etc/apache2/sites-available/site.conf <<'END'
<VirtualHost *:443>
	ServerName site.example
	SSLEngine on
	SSLCertificateFile /etc/ssl/site/site.pem
	SSLCertificateKeyFile "/etc/ssl/site/site.key"
	DocumentRoot /var/www/html
</VirtualHost>
END
		echo the site > /var/www/html/index.html
		a2enmod -q ssl
		a2ensite -q site
		apachectl start
		timeout 10 sh -c 'until curl -s -o /dev/null --noproxy "*" ${url}; do sleep 0.1; done'
	`);
}

/** The number of the parent process, as long as it is alive. */
export const parentOf = (server: Machine): string =>
	server.run('pgrep', '-F', '/run/apache2/apache2.pid', '-x', 'apache2').stdout.trim();
