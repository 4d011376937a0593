-- Providers of level 1 do not write the colour.
-- facet:minimum-level 2
UPDATE thing SET colour = 'red' WHERE colour IS NULL;
