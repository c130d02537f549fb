import type { HostdevNetwork } from "../../../provider/model/hostdevNetwork";
import type { Nic } from "../../../provider/model/interface";

type Document<Model> = readonly [says: string, xml: string, model: Model];

/** Networks as `virsh net-dumpxml --inactive` prints them. Source: libvirt.org/formatnetwork.html, libvirt 9.0 to 11.3 */
export const networks: readonly Document<HostdevNetwork>[] = [
    [
        "all VFs of a physical function",
        `<network>
           <name>vfpool</name>
           <uuid>3a1c1f5e-0f1c-4a5b-9a43-8b4a57c9d3f0</uuid>
           <forward mode='hostdev' managed='yes'>
             <driver name='vfio'/>
             <pf dev='enp7s0f0'/>
           </forward>
         </network>`,
        {
            name: "vfpool",
            uuid: "3a1c1f5e-0f1c-4a5b-9a43-8b4a57c9d3f0",
            mode: "hostdev",
            managed: true,
            driver: "vfio",
            pf: "enp7s0f0",
        },
    ],
    [
        "listed VFs, and every attribute that a pool can have",
        `<network ipv6='yes' trustGuestRxFilters='yes'>
           <name>vfs &amp; co</name>
           <title>VFs of rack 1</title>
           <description>two lines
of text</description>
           <metadata>
             <app:owner xmlns:app='https://example.org/app' team='net'/>
           </metadata>
           <forward mode='hostdev' managed='no'>
             <driver name='vfio' model='mlx5_vfio_pci'/>
             <address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x0'/>
             <address type='pci' domain='0x10000' bus='0xaf' slot='0x1f' function='0x7'/>
           </forward>
           <vlan>
             <tag id='42'/>
           </vlan>
           <port isolated='yes'/>
           <virtualport type='802.1Qbh'>
             <parameters profileid='finance'/>
           </virtualport>
         </network>`,
        {
            ipv6: true,
            trustGuestRxFilters: true,
            name: "vfs & co",
            title: "VFs of rack 1",
            description: "two lines\nof text",
            metadata: {
                name: "metadata",
                attrs: {},
                children: [
                    {
                        name: "app:owner",
                        attrs: { "xmlns:app": "https://example.org/app", team: "net" },
                        children: [],
                    },
                ],
            },
            mode: "hostdev",
            managed: false,
            driver: { name: "vfio", model: "mlx5_vfio_pci" },
            addresses: ["0000:07:10.0", "10000:af:1f.7"],
            vlan: 42,
            isolated: true,
            virtualport: { type: "802.1Qbh", profileid: "finance" },
        },
    ],
    [
        "portgroups, each with another kind of port",
        `<network>
           <name>classes</name>
           <forward mode='hostdev' managed='yes'>
             <driver model='mlx5_vfio_pci'/>
             <pf dev='enp7s0f0'/>
           </forward>
           <virtualport type='802.1Qbg'>
             <parameters managerid='11' typeid='1193047' typeidversion='2' instanceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/>
           </virtualport>
           <portgroup name='gold' default='yes' trustGuestRxFilters='yes'>
             <vlan trunk='yes'>
               <tag id='1'/>
               <tag id='4095' nativeMode='untagged'/>
             </vlan>
             <virtualport type='openvswitch'>
               <parameters profileid='menial' interfaceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4e'/>
             </virtualport>
             <bandwidth>
               <inbound average='1000' peak='5000' burst='5120' floor='200'/>
               <outbound average='128' peak='256' burst='256'/>
             </bandwidth>
           </portgroup>
           <portgroup name='lead'>
             <vlan>
               <tag id='0'/>
             </vlan>
             <virtualport type='802.1Qbg'>
               <parameters managerid='0' typeid='0' typeidversion='0' instanceid='i'/>
             </virtualport>
           </portgroup>
         </network>`,
        {
            name: "classes",
            mode: "hostdev",
            managed: true,
            driver: { model: "mlx5_vfio_pci" },
            pf: "enp7s0f0",
            virtualport: {
                type: "802.1Qbg",
                managerid: 11,
                typeid: 1193047,
                typeidversion: 2,
                instanceid: "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f",
            },
            portgroups: [
                {
                    name: "gold",
                    default: true,
                    trustGuestRxFilters: true,
                    vlan: { trunk: true, tags: [1, { id: 4095, nativeMode: "untagged" }] },
                    virtualport: {
                        type: "openvswitch",
                        profileid: "menial",
                        interfaceid: "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4e",
                    },
                    bandwidth: {
                        inbound: { average: 1000, peak: 5000, burst: 5120, floor: 200 },
                        outbound: { average: 128, peak: 256, burst: 256 },
                    },
                },
                {
                    name: "lead",
                    vlan: 0,
                    virtualport: {
                        type: "802.1Qbg",
                        managerid: 0,
                        typeid: 0,
                        typeidversion: 0,
                        instanceid: "i",
                    },
                },
            ],
        },
    ],
    [
        "a trunk and a MidoNet port, which a pool does not carry but libvirt defines",
        `<network>
           <name>odd</name>
           <forward mode='hostdev' managed='no'>
             <driver name='kvm'/>
           </forward>
           <vlan trunk='yes'>
             <tag id='7' nativeMode='tagged'/>
           </vlan>
           <virtualport type='midonet'>
             <parameters interfaceid='0b5e6b1c-3c3b-4f0c-8a3f-2d8a7a0d9a11'/>
           </virtualport>
         </network>`,
        {
            name: "odd",
            mode: "hostdev",
            managed: false,
            driver: "kvm",
            vlan: { trunk: true, tags: [{ id: 7, nativeMode: "tagged" }] },
            virtualport: { type: "midonet", interfaceid: "0b5e6b1c-3c3b-4f0c-8a3f-2d8a7a0d9a11" },
        },
    ],
];

/** Interfaces as `virsh dumpxml --inactive` prints them. Source: libvirt.org/formatdomain.html#network-interfaces */
export const interfaces: readonly Document<Nic>[] = [
    [
        "the persistent half of a pair",
        `<interface type='network'>
           <mac address='52:54:00:aa:bb:01'/>
           <source network='brn'/>
           <model type='virtio'/>
           <teaming type='persistent'/>
           <alias name='ua-net0'/>
           <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
         </interface>`,
        {
            type: "network",
            mac: "52:54:00:aa:bb:01",
            network: "brn",
            model: "virtio",
            teaming: "persistent",
            alias: "ua-net0",
            guestAddress: "0000:01:00.0",
        },
    ],
    [
        "the transient half from a pool",
        `<interface type='network'>
           <mac address='52:54:00:aa:bb:01'/>
           <source network='hn' portgroup='gold'/>
           <vlan>
             <tag id='42'/>
           </vlan>
           <model type='virtio'/>
           <teaming type='transient' persistent='ua-net0'/>
           <alias name='ua-net0-vf'/>
         </interface>`,
        {
            type: "network",
            mac: "52:54:00:aa:bb:01",
            network: "hn",
            portgroup: "gold",
            vlan: 42,
            model: "virtio",
            teaming: "transient",
            persistent: "ua-net0",
            alias: "ua-net0-vf",
        },
    ],
    [
        "the transient half by address",
        `<interface type='hostdev' managed='yes'>
           <mac address='52:54:00:aa:bb:01'/>
           <source>
             <address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x1'/>
           </source>
           <vlan trunk='yes'>
             <tag id='42' nativeMode='tagged'/>
             <tag id='43'/>
           </vlan>
           <virtualport type='802.1Qbg'>
             <parameters managerid='11' typeid='1193047' typeidversion='2' instanceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/>
           </virtualport>
           <driver name='vfio' model='mlx5_vfio_pci'/>
           <teaming type='transient' persistent='ua-net0'/>
           <alias name='ua-net0-vf'/>
         </interface>`,
        {
            type: "hostdev",
            managed: true,
            mac: "52:54:00:aa:bb:01",
            address: "0000:07:10.1",
            vlan: { trunk: true, tags: [{ id: 42, nativeMode: "tagged" }, 43] },
            virtualport: {
                type: "802.1Qbg",
                managerid: 11,
                typeid: 1193047,
                typeidversion: 2,
                instanceid: "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f",
            },
            driver: { name: "vfio", model: "mlx5_vfio_pci" },
            teaming: "transient",
            persistent: "ua-net0",
            alias: "ua-net0-vf",
        },
    ],
    [
        "a macvtap",
        `<interface type='direct' trustGuestRxFilters='yes'>
           <source dev='enp1s0' mode='passthrough'/>
           <virtualport type='802.1Qbh'>
             <parameters profileid='finance' interfaceid='i'/>
           </virtualport>
           <model type='virtio-non-transitional'/>
         </interface>`,
        {
            type: "direct",
            trustGuestRxFilters: true,
            direct: "enp1s0",
            mode: "passthrough",
            virtualport: { type: "802.1Qbh", profileid: "finance", interfaceid: "i" },
            model: "virtio-non-transitional",
        },
    ],
    [
        "a bridge, with every option of virtio",
        `<interface type='bridge'>
           <source bridge='br0'/>
           <port isolated='yes'/>
           <bandwidth>
             <inbound average='1000' peak='5000' burst='5120' floor='200'/>
             <outbound average='128' peak='256' burst='257'/>
           </bandwidth>
           <target dev='tap-web1'/>
           <model type='virtio'/>
           <driver name='vhost' txmode='iothread' ioeventfd='on' event_idx='off' queues='5' rx_queue_size='256' tx_queue_size='512' rss='on' rss_hash_report='off' iommu='on' ats='off' packed='on' page_per_vq='off'>
             <host csum='off' gso='on' tso4='off' tso6='on' ecn='off' ufo='on' mrg_rxbuf='off'/>
             <guest csum='on' tso4='off' tso6='on' ecn='off' ufo='on'/>
           </driver>
           <filterref filter='clean-traffic'>
             <parameter name='IP' value='10.0.0.1'/>
             <parameter name='IP6' value=''/>
           </filterref>
           <link state='down'/>
           <mtu size='9000'/>
           <boot order='1'/>
           <rom bar='off' file='/etc/fake/boot.rom' enabled='no'/>
           <acpi index='4'/>
           <address type='pci' domain='0x0000' bus='0x05' slot='0x1f' function='0x7'/>
         </interface>`,
        {
            type: "bridge",
            bridge: "br0",
            isolated: true,
            bandwidth: {
                inbound: { average: 1000, peak: 5000, burst: 5120, floor: 200 },
                outbound: { average: 128, peak: 256, burst: 257 },
            },
            target: "tap-web1",
            model: "virtio",
            driver: {
                name: "vhost",
                txmode: "iothread",
                ioeventfd: true,
                eventIdx: false,
                queues: 5,
                rxQueueSize: 256,
                txQueueSize: 512,
                rss: true,
                rssHashReport: false,
                iommu: true,
                ats: false,
                packed: true,
                pagePerVq: false,
                host: { csum: false, gso: true, tso4: false, tso6: true, ecn: false, ufo: true, mrgRxbuf: false },
                guest: { csum: true, tso4: false, tso6: true, ecn: false, ufo: true },
            },
            filterref: {
                filter: "clean-traffic",
                parameters: [
                    { name: "IP", value: "10.0.0.1" },
                    { name: "IP6", value: "" },
                ],
            },
            link: "down",
            mtu: 9000,
            boot: 1,
            rom: { bar: false, file: "/etc/fake/boot.rom", enabled: false },
            acpiIndex: 4,
            guestAddress: "0000:05:1f.7",
        },
    ],
];
