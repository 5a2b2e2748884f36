export const followup = {
}
