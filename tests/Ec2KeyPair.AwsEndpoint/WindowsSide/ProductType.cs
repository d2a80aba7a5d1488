namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>What kind of Windows a machine is, with the numbers of Win32_OperatingSystem.ProductType.</summary>
public enum ProductType
{
    Workstation = 1,
    DomainController = 2,
    Server = 3,
}
