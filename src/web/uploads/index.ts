import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PHOTO_BYTES_MAX } from '../../platform/photos/index.ts'

/** A form that may carry one file. `file` is null when none was chosen, or when nobody wanted it. */
export type Upload = {
  readonly body: Readonly<Record<string, string>>
  readonly file: Buffer | null
  /** Somebody chose a file, whatever became of it. */
  readonly fileChosen: boolean
  readonly fileTooLarge: boolean
}

const LIMITS = {
  fileSize: PHOTO_BYTES_MAX, files: 1, fields: 30, parts: 31, fieldSize: 64 * 1024, fieldNameSize: 100, headerPairs: 50,
}

/** Lets pages take forms with a file. The JSON door does not. */
export function installUploads(app: FastifyInstance): void {
  app.register(multipart, { limits: LIMITS, throwFileSizeLimit: false })
}

/**
 * Reads a form, with a file or without. Without `keepFile` the file runs past and is not kept: nobody fills the memory
 * with what cannot be used.
 */
export async function readUpload(request: FastifyRequest, keepFile: boolean): Promise<Upload> {
  if (!request.isMultipart()) {
    const entries = Object.entries((request.body as Record<string, unknown> | null) ?? {})
    const body = Object.fromEntries(entries.map(([name, value]) => [name, String(Array.isArray(value) ? value.at(-1) : value)]))
    return { body, file: null, fileChosen: false, fileTooLarge: false }
  }
  const body: Record<string, string> = {}
  const chunks: Buffer[] = []
  let size = 0
  let fileTooLarge = false
  for await (const part of request.parts({ limits: LIMITS })) {
    if (part.type === 'field') {
      body[part.fieldname] = String(part.value)
      continue
    }
    for await (const chunk of part.file as AsyncIterable<Buffer>) {
      size += chunk.length
      if (keepFile && size <= PHOTO_BYTES_MAX) chunks.push(chunk)
    }
    if (part.file.truncated) fileTooLarge = true
  }
  const file = size > 0 && keepFile && !fileTooLarge ? Buffer.concat(chunks) : null
  return { body, file, fileChosen: size > 0, fileTooLarge }
}
