import type { EqualSharesOptions } from '../../../kernel/index.ts'
import type { Visit } from '../../site/index.ts'

/** The settings of equal shares, each with its name and what was chosen. What has no effect is left out. */
export function equalSharesRows(visit: Visit, options: EqualSharesOptions): readonly (readonly [string, string])[] {
  const { settings } = visit.words.counting
  const { yes, no } = visit.words.staff.round
  const adds = options.completion === 'add-one' || options.completion === 'add-one-greedy'
  return [
    [settings.utility.label, settings.utility[options.utility]],
    [settings.completion.label, settings.completion[options.completion]],
    [settings.startingBudget.label, settings.startingBudget[options.startingBudget]],
    ...adds || options.startingBudget === 'integral' ? [[settings.step, visit.format.money(options.stepCents)] as const] : [],
    ...adds ? [[settings.stopWhenExhausted, options.stopWhenExhausted ? yes : no] as const] : [],
  ]
}
