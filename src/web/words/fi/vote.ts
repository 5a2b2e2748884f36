export const vote = {
}
