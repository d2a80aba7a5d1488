namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>A machine image.</summary>
public sealed record Image(string Id, string Name, string OwnerId, string? OwnerAlias, string PlatformDetails, string DefaultUser)
{
    public bool IsWindows => PlatformDetails.StartsWith("Windows", StringComparison.Ordinal);

    public string UsageOperation => IsWindows ? "RunInstances:0002" : "RunInstances";

    /// <summary>One image of each common kind, with the real publishers' account ids. The default users are those of the public guides.</summary>
    public static IReadOnlyList<Image> Catalog { get; } =
    [
        new("ami-0a0000000000000e1", "Windows_Server-2022-English-Full-Base-2026.11.11", "801119661308", "amazon", "Windows", "Administrator"),
        new("ami-0a0000000000000e2", "Windows_Server-2025-French-Full-Base-2026.11.11", "801119661308", "amazon", "Windows", "Administrateur"),
        new("ami-0a0000000000000f1", "al2023-ami-2023.9.20261111.0-kernel-6.1-x86_64", "137112412989", "amazon", "Linux/UNIX", "ec2-user"),
        new("ami-0a0000000000000f2", "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20261101", "099720109477", "amazon", "Linux/UNIX", "ubuntu"),
        new("ami-0a0000000000000f3", "debian-12-amd64-20261101-2287", "136693071363", "amazon", "Linux/UNIX", "admin"),
        new("ami-0a0000000000000f4", "RHEL-9.6.0_HVM-20261101-x86_64-0-Hourly2-GP3", "309956199498", "amazon", "Red Hat Enterprise Linux", "ec2-user"),
        new("ami-0a0000000000000f5", "suse-sles-15-sp7-v20261101-hvm-ssd-x86_64", "013907871322", "amazon", "SUSE Linux", "ec2-user"),
        new("ami-0a0000000000000f6", "Rocky-9-EC2-Base-9.6-20261101.0.x86_64", "792107900819", null, "Linux/UNIX", "rocky"),
        new("ami-0a0000000000000f7", "Fedora-Cloud-Base-AmazonEC2.x86_64-43-1.6", "125523088429", null, "Linux/UNIX", "fedora"),
        new("ami-0a0000000000000f8", "CentOS Stream 9 x86_64 20261101", "125523088429", null, "Linux/UNIX", "ec2-user"),
        new("ami-0a0000000000000f9", "bitnami-wordpress-6.8.3-0-linux-debian-12-x86_64-hvm-ebs", "979382823631", "aws-marketplace", "Linux/UNIX", "bitnami"),
    ];
}
