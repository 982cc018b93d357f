// Believable names of people, firms and streets around Tours and Orléans; none is taken from a register.

export const FIRST_NAMES: readonly string[] =
	'Camille Nathalie Michel Fatima Laurent Sylvie Karim Monique Julien Aurélie Patrick Élodie Mohamed Christine Nicolas Sandrine Gérard Leïla Stéphane Véronique Antoine Mélanie Yannick Corinne Bruno Amélie Didier Samira Éric Caroline Frédéric Maëlle Philippe Zoé Olivier Brigitte Hugo Séverine Rachid Delphine Pascal Noémie Thierry Anaïs Jérôme Valérie Cédric Inès Guillaume Marion Alain Clémence Damien Hélène Łukasz Ophélie Bastien Françoise Maxime Solène Gaëtan Lucie Ibrahim Estelle'.split(
		' '
	);

export const LAST_NAMES: readonly string[] =
	'Moreau Lefèvre Girard Bonnet Rousseau Benali Mercier Blanchet Gauthier Perrin Morin Diallo Chevalier Robin Fontaine Masson Barbier Renaud Guérin Picard Leroux Colin Vidal Caron Brunet Traoré Rivière Aubry Charpentier Bourgeois Hamdi Lemoine Boucher Fleury Royer Prévost Hubert Pinto Poirier Marchal Baron Guillot Jacquet Collet Le-Goff Bertin Nowak Pelletier Rolland Tessier Hervé Doucet Cousin Vasseur Bouvier Schmitt Legrand Maillard Besnard Coulon Da-Silva Germain Launay Roussel Chauvin Pineau Gaillard Delmas Ribeiro Joubert'
		.split(' ')
		.map((name) => name.replace('Le-', 'Le ').replace('Da-', 'Da '));

/** Trade, and what a firm of it may be called around a name. */
export const FIRMS: readonly (readonly [name: (owner: string) => string, label: string])[] = [
	[(owner) => `${owner} Couverture SARL`, 'couverture'],
	[(owner) => `Menuiserie ${owner}`, 'menuiserie'],
	[(owner) => `Boulangerie ${owner}`, 'boulangerie'],
	[(owner) => `Garage ${owner} SARL`, 'garage'],
	[(owner) => `${owner} Électricité Générale`, 'électricité'],
	[(owner) => `Maçonnerie ${owner} et Fils`, 'maçonnerie'],
	[(owner) => `Brasserie ${owner}`, 'restauration'],
	[(owner) => `${owner} Paysage`, 'espaces verts'],
	[(owner) => `Transports ${owner} SAS`, 'transport'],
	[(owner) => `Plomberie Chauffage ${owner}`, 'plomberie'],
	[(owner) => `Primeurs ${owner}`, 'commerce de détail'],
	[(owner) => `Carrelages ${owner} SARL`, 'carrelage']
];

export const STREETS: readonly string[] = [
	'rue Jules-Ferry',
	'rue de la Fuye',
	'avenue de la République',
	'rue des Acacias',
	'rue du Général-Leclerc',
	'allée des Tilleuls',
	'rue Victor-Hugo',
	'rue du Moulin à vent',
	'avenue Jean-Jaurès',
	'impasse des Lilas',
	'rue de la Mairie',
	'boulevard Jean-Royer',
	'rue Paul-Bert',
	'rue Pierre-et-Marie-Curie',
	'chemin des Varennes',
	'rue des Vignes',
	'quai de la Loire',
	'rue du Faubourg-Bannier',
	'rue de Bourgogne',
	'place du Marché',
	'rue George-Sand',
	'rue Honoré-de-Balzac',
	'rue de la Gare',
	'avenue du Maréchal-Foch',
	'rue des Jonquilles',
	'rue du 8-Mai-1945',
	'venelle des Sources',
	'rue Édouard-Vaillant',
	'rue de la Croix-Blanche',
	'rue Anatole-France'
];

export type Town = { readonly city: string; readonly postcode: string; readonly lat: number; readonly lon: number };

const town = (city: string, postcode: string, lat: number, lon: number): Town => ({ city, postcode, lat, lon });

/** Towns with the position of their centres, first those around Tours. */
export const TOWNS: Readonly<Record<'tours' | 'orleans', readonly Town[]>> = {
	tours: [
		town('TOURS', '37000', 47.3936, 0.6892),
		town('TOURS', '37100', 47.4183, 0.6903),
		town('TOURS', '37200', 47.3609, 0.6968),
		town('SAINT CYR SUR LOIRE', '37540', 47.4049, 0.6628),
		town('JOUE LES TOURS', '37300', 47.3514, 0.6634),
		town('SAINT PIERRE DES CORPS', '37700', 47.3883, 0.7312),
		town('CHAMBRAY LES TOURS', '37170', 47.3381, 0.7035),
		town('SAINT AVERTIN', '37550', 47.3655, 0.7288),
		town('LA RICHE', '37520', 47.3896, 0.6598),
		town('FONDETTES', '37230', 47.4046, 0.5996),
		town('MONTLOUIS SUR LOIRE', '37270', 47.3889, 0.8275),
		town('AMBOISE', '37400', 47.4101, 0.9832)
	],
	orleans: [
		town('ORLEANS', '45000', 47.9025, 1.9074),
		town('ORLEANS', '45100', 47.8442, 1.9289),
		town('OLIVET', '45160', 47.8634, 1.8997),
		town('FLEURY LES AUBRAIS', '45400', 47.9312, 1.9172),
		town('SAINT JEAN DE BRAYE', '45800', 47.9129, 1.9716),
		town('SAINT JEAN DE LA RUELLE', '45140', 47.9107, 1.8706),
		town('SARAN', '45770', 47.9497, 1.8761),
		town('LA CHAPELLE SAINT MESMIN', '45380', 47.8889, 1.8404),
		town('SAINT JEAN LE BLANC', '45650', 47.8936, 1.9158),
		town('CHECY', '45430', 47.8942, 2.0239)
	]
};
