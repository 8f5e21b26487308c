import { test } from 'node:test'
import { mariadbAvailable } from '../servers/mariadb.ts'
import { checksHold } from './checks.suite.ts'
import { buildMysqlTown } from './town-mysql.fixture.ts'

if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') checksHold(buildMysqlTown)
else test('checks on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
