export const proposals = {
}
