/** The halves of a team in XML, on the networks `br` and `pool` unless the VF is another. */
export interface TeamInXml {
    readonly mac: string;
    /** The VF half's, where it is another. */
    readonly macOfVf?: string;
    /** Another VF half. */
    readonly vf?: string;
}

/** The aliases are `ua-NAME` and `ua-NAME-vf`. */
export const teamXml = (name: string, { mac, macOfVf = mac, vf }: TeamInXml): readonly [string, string] => [
    `<interface type='network'><mac address='${mac}'/><source network='br'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-${name}'/></interface>`,
    vf ??
        `<interface type='network'><mac address='${macOfVf}'/><source network='pool'/><teaming type='transient' persistent='ua-${name}'/><alias name='ua-${name}-vf'/></interface>`,
];
