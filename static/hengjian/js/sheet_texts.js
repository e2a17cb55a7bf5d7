// The page brings the words of its language; the scripts have none of their own.
export const texts = { ...document.getElementById("sheet-texts").dataset };

export const say = (text, values = {}) => Object.keys(values).reduce((said, name) => said.split(`{${name}}`).join(values[name]), text);
