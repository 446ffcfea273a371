export const inventoryPath = "/audit/inventory" as const;
