import { nodeTransport } from '@rouse/core/node'
import { throughTransport } from './rouse-transport.ts'
import { readTask } from './task.ts'

const task = readTask()
await throughTransport(task, nodeTransport({ ca: task.ca }))
