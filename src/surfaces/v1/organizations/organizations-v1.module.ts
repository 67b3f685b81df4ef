import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../../../modules/organizations/organizations.module.js';
import { PlansModule } from '../../../modules/plans/plans.module.js';
import { BrandingController } from './branding.controller.js';
import { FactorRequirementController } from './factor-requirement.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationPresenter } from './organization.presenter.js';

@Module({
  imports: [OrganizationsModule, PlansModule],
  controllers: [OrganizationsController, BrandingController, FactorRequirementController],
  providers: [OrganizationPresenter],
  exports: [OrganizationPresenter],
})
export class OrganizationsV1Module {}
