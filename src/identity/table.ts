export type SecretCheckTable = {
  name: string
  check_value: Buffer
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    secret_check: SecretCheckTable
  }
}
