"""Everyday foods of many kitchens by the aisle they stand in, written by hand."""


def _foods(listed: str) -> tuple[str, ...]:
    return tuple(food.strip() for food in listed.split(","))


FOODS = {
    "Vegetables": _foods(
        "vegetable, artichoke, asparagus, aubergine, eggplant, avocado, bamboo shoot, bean "
        "sprout, beetroot, beet, bok choy, pak choi, broad bean, broccoli, broccolini, brussels "
        "sprout, butternut squash, cabbage, carrot, cassava, cauliflower, cavolo nero, celeriac, "
        "celery, chard, chicory, chilli, chili, chile, jalapeno, collard green, corn on the cob, "
        "corn, sweetcorn, courgette, zucchini, cucumber, daikon, edamame, endive, fennel, fennel "
        "bulb, french bean, garlic, garlic clove, ginger, ginger root, green bean, horseradish, "
        "jerusalem artichoke, kale, kohlrabi, leek, lettuce, lotus root, mangetout, snow pea, "
        "sugar snap, sugar snap pea, marrow, mushroom, shiitake, porcini, napa cabbage, okra, "
        "onion, spring onion, scallion, parsnip, pea, pepper, bell pepper, red pepper, green "
        "pepper, yellow pepper, sweet pepper, chilli pepper, plantain, potato, sweet potato, "
        "pumpkin, squash, radish, rocket, arugula, runner bean, salad, salad leaf, savoy, "
        "shallot, spinach, sprout, swede, rutabaga, taro, tomatillo, tomato, turnip, watercress, "
        "yam, wild garlic, sauerkraut, kimchi, tofu, tempeh, seitan, hummus, guacamole, greens"
    ),
    "Fruit": _foods(
        "fruit, apple, apricot, banana, berry, blackberry, blackcurrant, blueberry, cantaloupe, "
        "cherry, clementine, coconut, cranberry, currant, redcurrant, date, dragon fruit, fig, "
        "gooseberry, grape, grapefruit, guava, jackfruit, kiwi, kumquat, lemon, lemon zest, lime, "
        "lychee, mandarin, mango, melon, nectarine, orange, papaya, passion fruit, peach, pear, "
        "persimmon, pineapple, plum, pomegranate, quince, raspberry, rhubarb, satsuma, "
        "strawberry, tangerine, watermelon"
    ),
    "Herbs & spices": _foods(
        "herb, spice, allspice, anise, star anise, basil, bay, bay leaf, black pepper, white "
        "pepper, peppercorn, ground pepper, cayenne, cayenne pepper, caraway, cardamom, chervil, "
        "chilli flake, chili flake, red pepper flake, chilli powder, chili powder, chinese five "
        "spice, five spice, 5 spice, chive, cilantro, cinnamon, cinnamon stick, clove, whole "
        "clove, coriander, coriander seed, cumin, cumin seed, curry leaf, curry powder, dill, "
        "dukkah, fennel seed, fenugreek, garam masala, garlic powder, ground ginger, juniper "
        "berry, lemongrass, lemon grass, kaffir lime leaf, lime leaf, mace, marjoram, mint, mixed "
        "spice, pumpkin spice, mustard seed, nigella seed, nutmeg, onion powder, oregano, "
        "paprika, parsley, ras el hanout, rosemary, saffron, sage, salt, savory, seasoning, "
        "sumac, tarragon, thyme, turmeric, zaatar, za'atar, msg"
    ),
    "Bread & bakery": _foods(
        "bread, bagel, baguette, bap, breadstick, brioche, bun, burger bun, chapati, ciabatta, "
        "cornbread, croissant, crumpet, english muffin, flatbread, focaccia, garlic bread, "
        "lavash, loaf, muffin, naan, pancake, pastry, danish pastry, pita, pitta, pretzel, "
        "pumpernickel, roll, bread roll, roti, rye bread, scone, sourdough, tortilla, wrap, "
        "toast, cake, doughnut, donut, waffle"
    ),
    "Meat": _foods(
        "meat, bacon, beef, beef mince, bratwurst, brisket, chicken, chicken breast, chorizo, "
        "cold cut, duck, gammon, goose, ground beef, ground meat, guanciale, haggis, ham, "
        "hamburger, hot dog, burger, kebab, lamb, liver, meatball, mince, mortadella, mutton, "
        "oxtail, pancetta, pastrami, pate, pepperoni, pork, pork chop, prosciutto, rabbit, rib, "
        "salami, sausage, hackfleisch, speck, spam, steak, turkey, veal, venison, black pudding"
    ),
    "Fish": _foods(
        "fish, anchovy, bass, sea bass, calamari, carp, catfish, caviar, clam, cod, crab, "
        "crayfish, eel, haddock, hake, halibut, herring, kipper, lobster, mackerel, monkfish, "
        "mussel, octopus, oyster, plaice, pollock, prawn, roe, salmon, sardine, scallop, sea "
        "bream, seafood, shrimp, smoked salmon, sole, squid, surimi, swordfish, tilapia, trout, "
        "tuna, tuna steak"
    ),
    "Dairy & eggs": _foods(
        "egg, butter, ghee, margarine, milk, oat milk, soy milk, almond milk, rice milk, "
        "buttermilk, cream, creme fraiche, sour cream, clotted cream, whipped cream, half and "
        "half, custard, yogurt, yoghurt, greek yogurt, skyr, kefir, quark, cheese, brie, burrata, "
        "camembert, cheddar, comte, cottage cheese, cream cheese, emmental, feta, fontina, goat "
        "cheese, gorgonzola, gouda, grana padano, gruyere, halloumi, manchego, mascarpone, "
        "mozzarella, paneer, parmesan, parmigiano, pecorino, provolone, ricotta, roquefort, "
        "stilton, swiss cheese, lassi"
    ),
    "Pasta, rice & grains": _foods(
        "pasta, barley, pearl barley, basmati, black bean, borlotti, bran, buckwheat, bulgur, "
        "cannelloni, cereal, cornflake, couscous, farro, fettuccine, freekeh, fusilli, gnocchi, "
        "granola, grits, kidney bean, lasagna, lasagne, lasagne sheet, lentil, linguine, "
        "macaroni, millet, muesli, mung bean, noodle, egg noodle, rice noodle, oat, oatmeal, "
        "orzo, pappardelle, penne, pinto bean, polenta, porridge, quinoa, ramen, ravioli, rice, "
        "rice paper, rigatoni, semolina, soba, soya bean, spaghetti, spelt, split pea, "
        "tagliatelle, tortellini, udon, vermicelli, dal, dhal, risotto rice, arborio"
    ),
    "Tins & jars": _foods(
        "baked bean, bean, butter bean, cannellini bean, chickpea, garbanzo bean, refried bean, "
        "chopped tomato, tomato paste, tomato puree, tomato passata, passata, crushed tomato, sun "
        "dried tomato, sundried tomato, coconut milk, coconut cream, caper, gherkin, pickle, "
        "olive, soup, stock, stock cube, bouillon, bouillon cube, stock pot, broth, jam, "
        "marmalade, honey, peanut butter, almond butter, nut butter, nutella, chocolate spread, "
        "lemon curd, marmite, vegemite, chutney, relish, spread, compote, applesauce, apple "
        "sauce, roasted pepper, artichoke heart, pickled onion, dolmade, paste, bean paste, "
        "chestnut puree"
    ),
    "Baking": _foods(
        "flour, almond flour, ground almond, arrowroot, baking powder, baking soda, bicarbonate "
        "of soda, bread flour, breadcrumb, brown sugar, caster sugar, icing sugar, powdered "
        "sugar, sugar, sweetener, stevia, candied peel, chia seed, chocolate chip, cocoa, cocoa "
        "powder, condensed milk, evaporated milk, milk powder, powdered milk, corn flour, "
        "cornflour, cornmeal, cornstarch, potato starch, starch, cream of tartar, desiccated "
        "coconut, dried apricot, dried cranberry, dried date, dried fig, dried fruit, prune, "
        "raisin, sultana, extract, vanilla, vanilla extract, vanilla pod, flaked almond, "
        "flaxseed, linseed, food colouring, food coloring, gelatin, gelatine, agar, golden syrup, "
        "syrup, maple syrup, agave, molasses, treacle, marzipan, masa harina, pastry sheet, filo, "
        "phyllo, puff pastry, shortcrust pastry, poppy seed, pumpkin seed, pine nut, sesame, "
        "sesame seed, sunflower seed, seed, shortening, lard, suet, sprinkle, tapioca, yeast, "
        "xanthan gum, almond, walnut, pecan, hazelnut, semolina flour, cooking chocolate, baking "
        "chocolate"
    ),
    "Oils & sauces": _foods(
        "oil, olive oil, vegetable oil, sunflower oil, rapeseed oil, canola oil, sesame oil, "
        "coconut oil, vinegar, balsamic, balsamic vinegar, aioli, barbecue sauce, bbq sauce, "
        "brown sauce, chilli oil, curry paste, dressing, fish sauce, gochujang, gravy, harissa, "
        "hoisin, hot sauce, ketchup, mayo, mayonnaise, mirin, miso, mustard, oyster sauce, pesto, "
        "ponzu, salsa, sambal, sauce, soy sauce, sriracha, tabasco, tahini, tamari, tamarind, "
        "tamarind paste, teriyaki, tomato sauce, worcestershire, worcestershire sauce, cooking "
        "spray, rice vinegar"
    ),
    "Sweets & snacks": _foods(
        "snack, biscuit, brownie, candy, sweet, chewing gum, chocolate, cookie, cracker, crisp, "
        "potato chip, tortilla chip, chip, cereal bar, granola bar, energy bar, gum, halva, "
        "jelly, liquorice, marshmallow, nacho, nut, mixed nut, cashew, peanut, pistachio, "
        "macadamia, oatcake, popcorn, protein bar, rice cake, rice cracker, toffee, trail mix, "
        "turkish delight, wafer, pudding"
    ),
    "Drinks": _foods(
        "drink, water, mineral water, sparkling water, tonic, tonic water, soda water, ale, apple "
        "juice, beer, ginger beer, bourbon, brandy, champagne, cider, coffee, coffee bean, "
        "espresso, coke, cola, cordial, energy drink, gin, hot chocolate, ice tea, iced tea, "
        "juice, orange juice, lemon juice, lime juice, tomato juice, kombucha, lager, lemonade, "
        "liqueur, matcha, port, prosecco, rum, sake, sherry, smoothie, soda, spirit, tea, tea "
        "bag, green tea, herbal tea, mint tea, tequila, vermouth, vodka, whiskey, whisky, wine, "
        "red wine, white wine, coconut water"
    ),
    "Frozen": _foods(
        "ice, ice cube, ice cream, ice lolly, popsicle, sorbet, gelato, fish finger, fish stick, "
        "oven chip, french fry, fry, hash brown, pizza, frozen yogurt, potato waffle"
    ),
    "Household": _foods(
        "aluminium foil, aluminum foil, tin foil, foil, baking paper, parchment paper, "
        "greaseproof paper, cling film, plastic wrap, freezer bag, bin bag, bin liner, battery, "
        "bleach, candle, cat food, dog food, pet food, cat litter, cleaner, detergent, dishwasher "
        "tablet, dishwasher salt, dish soap, kitchen roll, kitchen paper, paper towel, light "
        "bulb, match, napkin, nappy, razor, shampoo, shower gel, soap, sponge, tissue, toilet "
        "paper, toilet roll, toothbrush, toothpaste, washing powder, washing up liquid"
    ),
}
