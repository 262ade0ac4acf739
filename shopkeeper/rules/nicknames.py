"""Names that one person goes by: Catherine is Kate, Wilhelm is Willi, Aleksandr is Sasha; folded, in Latin letters."""

_GROUPS = """
alexander aleksandr alejandro alessandro alex alec sandy sasha xander | alexandra alex sandra sasha |
alfred alf fred | abigail abby | adelaide addie | agnes aggie nessie | albert al bert |
andrew andreas andre andrzej andy drew | angela angie | ann anna anne annie anja anita nancy |
anthony antonio antoine anton tony toni | archibald archie | arthur art | barbara barb babs basia |
beatrice bea trixie | benjamin ben benny | bernard bernie | bridget biddy | caroline carolyn carrie karoline |
catherine katherine katharina katarina catarina caterina ekaterina yekaterina kathryn kate katie kathy cathy kitty katya katja kasia |
charles karl carl carlos charlie chuck karol | charlotte lottie charlie |
christina christine kristina tina chris chrissie | christopher christoph kristof chris kit | constance connie |
cornelius neil | daniel dan danny | david dave davey | deborah debra debbie deb | dennis denis |
dimitrios dimitris dimitri dmitri mitsos dima mitya | dominic dom | donald don |
dorothy dot dottie dolly dora | douglas doug | edward eduard eddie ed ted ned teddy |
eleanor ellie nell nora lenore | elena eleni helena helen lena nell |
elizabeth elisabeth elzbieta isabel liz lizzie beth betty betsy eliza lisa elsie lise sisi ela bess |
emily em emma | eric erik | ernest ernie | eugene gene | evangelos vangelis | florence flo florrie |
frances fran fanny | francis frank franz francois francisco paco pancho franek frankie |
frederick friedrich fred freddy fritz | gabriel gabe | gabrielle gabi gaby | genevieve gen |
george georg jorge georgios giorgos yorgos georgie jerzy jurek | gerald gerard gerry jerry |
gertrude trudy gerti | giuseppe beppe pino joseph josef jose pepe joe joey jozef | grace gracie |
gregory grigoris greg | harold harry hal | heinrich henry heinz harry hank enrico henri henryk | hugo hugh |
ignatius iggy nacho ignacio |
ioannis giannis yannis john johannes johann hans jan jean giovanni juan ivan jack johnny | jonathan jon jonny |
irina ira | irene rena | jacob jakob jack jake kuba | jacqueline jackie | james jim jimmy jamie jaime giacomo |
janet jan | jane jean janie | jennifer jen jenny | jeremy jerry | jessica jess jessie | joan joanna jo joanie |
judith judy jutta | julia juliet julie jules | kenneth ken kenny | konstantinos kostas konstantin |
laurence lawrence larry laurie lorenz | leonard leo len lenny | leopold leo poldi | louise lou |
louis ludwig luis luigi lou lewis | ludmila lyuda | magdalena magda lena madeleine maggie | malgorzata gosia |
margaret margarete margarita marguerite maggie meg peggy greta gretel rita madge daisy marge |
maria marie mary mia mitzi molly polly mimi maryam marysia masha | martha marta patty | martin marty |
matthew matthias matteo mateo matt matty | maximilian max |
michael michel miguel mikhail michalis mike mick mickey misha michal | mildred millie |
mohammed muhammad mohamed mehmet mo | natalia natalya natalie natasha nat | nathaniel nathan nat |
nicholas nikolaos nikos nikolaus nikolai nicolas nick nicky klaus kolya niko | nicola nicole nicky nikki |
oliver ollie | olivia liv | pamela pam | patricia pat patty trish tricia | patrick pat paddy rick |
paul pablo paolo pavel pasha | penelope penny pinelopi | peter petros pierre pedro pete piotr petya |
philip felipe phil pip | priscilla prissy cilla | rachel rae raquel | raymond ray | rebecca becky becca |
richard rick dick rich ricky ricardo | robert roberto bob bobby rob robbie bert | roger rodge |
ronald ron ronnie | rosemary rosie rose | rudolf rudi | samuel sam sammy | samantha sam | sarah sally sadie |
sebastian seb basti | sergei seryozha | simon simeon | sophia sofia sophie zofia sofija zosia | stanley stan |
stanislaw staszek | stephen steven stefan stephan stefanos etienne esteban steve stevie |
stephanie steph steffi | susan susanne susanna sue susie suzy zuzanna | sylvia silvia | tatiana tatyana tanya |
terence terry | theodore theodoros theodor ted theo teddy fedor | theresa teresa tess terry resi |
thomas tomas tommaso tom tommy thom tomek | timothy tim | tobias toby | ursula ulla uschi | valentina valya |
veronica vera ronnie | victor vic viktor | victoria viktoria vicky tori | vincent vince vinny |
virginia ginny | vladimir vova volodya | walter walt wally |
wilhelm william guillaume guillermo willi willy bill billy will liam | winifred winnie | xavier javier |
yevgeny zhenya | zachary zach zak
"""


def _known() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(_GROUPS.split("|")):
        for name in group.split():
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


_GROUPS_OF = _known()


def may_be(one: str, other: str) -> bool:
    """Whether two folded given names may be those of one person."""
    mine = _GROUPS_OF.get(one)
    return mine is not None and not mine.isdisjoint(_GROUPS_OF.get(other, ()))


def group_of(word: str) -> str:
    """What the forms of a name have in common, the word itself where it has none: a key to bring them together."""
    numbers = _GROUPS_OF.get(word)
    return word if numbers is None else f"~{min(numbers)}"
