export const results = {
}
