import { testRecordings } from '../../support/cases/test-recordings.ts'

testRecordings('overlay2')
