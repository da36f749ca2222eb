import { h2 } from '@rouse/h2'
import { throughTransport } from './rouse-transport.ts'
import { readTask } from './task.ts'

const task = readTask()
await throughTransport(task, h2({ ca: task.ca }))
