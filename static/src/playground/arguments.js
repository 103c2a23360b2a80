/** From a JSON Schema to the fields of a form, and back to arguments. */

const COMMON = new Set(["lang", "company_id", "dry_run"]);
const SIMPLE = new Set(["string", "integer", "number", "boolean"]);

/** The fields of a form: `{name, kind, required, description, options, placeholder}`. */
export function fieldsOf(schema) {
    const required = new Set(schema.required || []);
    const fields = Object.entries(schema.properties || {}).map(([name, property]) => ({
        name,
        kind: kindOf(property),
        required: required.has(name),
        description: property.description || "",
        options: property.enum || [],
        placeholder: placeholderOf(property),
    }));
    // what must be there comes first, what every tool takes comes last
    const rank = (field) => (field.required ? 0 : COMMON.has(field.name) ? 2 : 1);
    return fields.sort((one, other) => rank(one) - rank(other));
}

/** The arguments that a filled form stands for; what is empty is left out. */
export function argumentsOf(fields, values) {
    const result = {};
    for (const field of fields) {
        const value = values[field.name];
        if (value !== undefined && value !== "" && value !== null) {
            result[field.name] = READERS[field.kind](value, field);
        }
    }
    return result;
}

function kindOf(property) {
    if (property.enum) {
        return "choice";
    }
    if (SIMPLE.has(property.type)) {
        return property.type;
    }
    return "json";
}

function placeholderOf(property) {
    if (property.default !== undefined && property.default !== null) {
        return JSON.stringify(property.default);
    }
    return { array: "[ … ]", object: "{ … }" }[property.type] || "";
}

/** JSON; else the text itself: tools read Python literals too, such as a domain. */
function readJson(text) {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

const READERS = {
    string: (value) => value,
    choice: (value, field) => field.options.find((option) => String(option) === value),
    integer: (value) => Number.parseInt(value, 10),
    number: (value) => Number.parseFloat(value),
    boolean: (value) => value === "true",
    json: readJson,
};
