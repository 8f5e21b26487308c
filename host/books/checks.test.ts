import { checksHold } from './checks.suite.ts'
import { buildSqliteTown } from './town.fixture.ts'

checksHold(buildSqliteTown)
